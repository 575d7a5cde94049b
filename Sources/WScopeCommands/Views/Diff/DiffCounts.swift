import WebSocketInspect

/// How many messages or frames a comparison found equal and not.
struct DiffCounts: Equatable {
  var equal = 0
  var changed = 0
  var onlyFirst = 0
  var onlySecond = 0

  var differences: Int { changed + onlyFirst + onlySecond }

  /// `2 differ: 1 changed, 1 only in A; 7 are equal`.
  func sentence(_ noun: String, _ names: DiffNames) -> String {
    guard differences > 0 else {
      return equal == 0
        ? "there are no \(noun)s on either side"
        : equal == 1 ? "1 \(noun), equal" : "\(equal) \(noun)s, all equal"
    }
    let parts = [
      (changed, "changed"), (onlyFirst, "only \(names.inFirst)"), (onlySecond, "only \(names.inSecond)"),
    ]
    .filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }
    return
      "\(Formatting.count(differences, noun)) \(differences == 1 ? "differs" : "differ"):"
      + " \(parts.joined(separator: ", ")); \(equal) \(equal == 1 ? "is" : "are") equal"
  }
}
