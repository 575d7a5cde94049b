/// Why nothing can be written.
struct Problem: Error, CustomStringConvertible {
  var description: String
}
