package yours

var longpollingEntries []Entry
