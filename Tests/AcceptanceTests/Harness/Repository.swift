import Foundation

/// The folder of the package.
enum Repository {
  static let folder = Peer.folder.deletingLastPathComponent().deletingLastPathComponent()

  static let manual = folder.appendingPathComponent("man")

  /// The names of the manual's pages.
  static let pages: [String] = {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: manual.path)) ?? []
    return names.filter { name in [".1", ".5", ".7"].contains { name.hasSuffix($0) } }.sorted()
  }()

  static func page(_ name: String) throws -> String {
    try String(contentsOf: manual.appendingPathComponent(name), encoding: .utf8)
  }
}
