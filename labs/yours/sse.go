package yours

var sseEntries []Entry
