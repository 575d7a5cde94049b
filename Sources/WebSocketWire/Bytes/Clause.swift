/// The place in a standard that a rule or a field comes from, such as `RFC 6455 5.2`.
public struct Clause: ExpressibleByStringLiteral, CustomStringConvertible, Hashable, Sendable {
  /// The standard and the section.
  public let description: String
  /// Names a clause, as in `let clause: Clause = "RFC 6455 5.2"`.
  public init(stringLiteral value: String) { description = value }
}
