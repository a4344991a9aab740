package yours

var chooseEntries []Entry
