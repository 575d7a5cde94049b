/// The place in a standard that a rule or a field comes from, such as `RFC 6455 5.2`.
public struct Clause: ExpressibleByStringLiteral, CustomStringConvertible, Hashable, Sendable {
  public let description: String
  public init(stringLiteral value: String) { description = value }
}
