import Foundation

/// The folder of the package.
enum Repository {
  static let folder = Peer.folder.deletingLastPathComponent().deletingLastPathComponent()

  static let manual = folder.appendingPathComponent("man")

  /// The pages of the manual, by name.
  static func pages() throws -> [URL] {
    try FileManager.default.contentsOfDirectory(at: manual, includingPropertiesForKeys: nil)
      .filter { ["1", "7"].contains($0.pathExtension) }.sorted { $0.path < $1.path }
  }
}
