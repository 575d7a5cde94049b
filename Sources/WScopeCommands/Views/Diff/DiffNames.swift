/// What the two sides of a comparison are called.
struct DiffNames {
  /// In front of the lines of each.
  let first: String
  let second: String
  /// In a sentence: `in A`.
  let inFirst: String
  let inSecond: String

  static let files = DiffNames(first: "A", second: "B", inFirst: "in A", inSecond: "in B")
  static let replay = DiffNames(
    first: "recorded", second: "replayed", inFirst: "recorded", inSecond: "replayed")

  static let mock = DiffNames(
    first: "recorded", second: "received", inFirst: "recorded", inSecond: "received")

  /// Columns of the longer one.
  var width: Int { max(first.count, second.count) }
}
