package yours

var pollingEntries []Entry
