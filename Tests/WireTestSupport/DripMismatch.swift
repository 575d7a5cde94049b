/// Two feeds of the same bytes that gave different events.
public struct DripMismatch: Error, CustomStringConvertible {
  public let description: String
  init(_ sentence: String) { description = sentence }
}
