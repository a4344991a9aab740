package yours

var scaleEntries []Entry
