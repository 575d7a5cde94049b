/// What the value of an option may be, for one that is something else.
struct ValueError: Error, CustomStringConvertible {
  let description: String

  init(expected range: String) { description = "expected \(range)" }
}
