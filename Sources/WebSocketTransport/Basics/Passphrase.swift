/// What opens an encrypted key. Printed, it is `***`.
public struct Passphrase: Hashable, Sendable, CustomStringConvertible {
  let bytes: [UInt8]

  /// Takes the text in UTF-8.
  public init(_ text: String) { bytes = Array(text.utf8) }

  /// Takes it as it is in a file, without a line end.
  public init(bytes: [UInt8]) { self.bytes = bytes }

  /// `***`, whatever it is.
  public var description: String { "***" }
}
