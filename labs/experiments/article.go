package experiments

// Article is where the claims come from.
var Article = struct {
	Author string `json:"author"`
	Title  string `json:"title"`
	Where  string `json:"where"` // the publication
	Year   int    `json:"year"`
}{"Aryan Bisht", "Mastering Real-Time Data Exchange with WebSocket and SSN", "Level Up Coding", 2023}
