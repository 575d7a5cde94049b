/// Something that must hold for any bytes, and does not.
public struct InvariantBroken: Error, CustomStringConvertible {
  public let description: String
  public init(_ sentence: String) { description = sentence }

  /// Throws the sentence unless the condition holds.
  public static func unless(_ condition: Bool, _ sentence: @autoclosure () -> String) throws {
    if !condition { throw InvariantBroken(sentence()) }
  }

  /// Throws with the first difference of two lists.
  static func unlessEqual<Element: Equatable>(_ left: [Element], _ right: [Element], _ what: String) throws {
    guard left != right else { return }
    let index = zip(left, right).enumerated().first { $1.0 != $1.1 }?.offset ?? min(left.count, right.count)
    func word(_ list: [Element]) -> String { index < list.count ? "\(list[index])" : "nothing" }
    throw InvariantBroken("\(what): item \(index) is \(word(left)), and \(word(right)) in pieces")
  }
}
