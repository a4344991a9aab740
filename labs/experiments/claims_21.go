package experiments

var claims21 = []Claim{}
