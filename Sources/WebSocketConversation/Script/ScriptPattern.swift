/// What a script looks for in messages.
package protocol ScriptPattern: Sendable {
  /// The names of what it captures: numbers from 0, which is all that it matches, and the names of groups.
  var names: [String] { get }

  /// What it captures of these bytes, by name; nil where it is not found. Fails where looking takes too much.
  func captures(in bytes: [UInt8]) throws -> [String: [UInt8]]?
}
