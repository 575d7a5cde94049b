import Foundation

/// A folder that is removed with its last reference.
final class TemporaryFolder: Sendable {
  let url: URL

  init() throws {
    url = FileManager.default.temporaryDirectory.appendingPathComponent("wscope-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  /// Makes a file of this many zero bytes, which take no room on the disk, and answers its path.
  func sparseFile(_ name: String, _ size: Int) throws -> String {
    let path = try file(name, Data())
    try FileHandle(forWritingTo: url.appendingPathComponent(name)).truncate(atOffset: UInt64(size))
    return path
  }

  func path(_ name: String) -> String { url.appendingPathComponent(name).path }

  /// Writes a file and answers its path.
  func file(_ name: String, _ content: Data) throws -> String {
    try content.write(to: url.appendingPathComponent(name))
    return path(name)
  }
}
