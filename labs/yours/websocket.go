package yours

var websocketEntries []Entry
