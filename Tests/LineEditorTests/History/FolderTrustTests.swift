import Foundation
import Testing

@testable import LineEditor

@Suite struct FolderTrustTests {
  private let root = FileManager.default.temporaryDirectory.appendingPathComponent(
    "trust-\(UUID().uuidString)"
  ).path

  private func folder(_ name: String, mode: mode_t = 0o700) throws {
    try FileManager.default.createDirectory(atPath: "\(root)/\(name)", withIntermediateDirectories: true)
    try #require(chmod("\(root)/\(name)", mode) == 0)
  }

  private func link(_ name: String, to target: String) throws {
    try FileManager.default.createSymbolicLink(atPath: "\(root)/\(name)", withDestinationPath: target)
  }

  private func isTrusted(_ name: String) -> Bool { FolderTrust.isTrusted(folderOf: "\(root)/\(name)") }

  @Test func aLinkCountsByItsFolder() throws {
    for (name, mode) in [
      ("own", 0o700), ("seen", 0o755), ("open", 0o777), ("sticky", 0o1777), ("ours", 0o775),
    ] {
      try folder(name, mode: mode_t(mode))
      try link("\(name)/link", to: "../own")
      try link("\(name)/whole", to: "\(root)/own")
    }
    try link("own/round", to: "round")
    try link("own/far", to: "../open/link")
    for name in ["own", "seen", "sticky", "ours"] {
      #expect(isTrusted("\(name)/link/history") && isTrusted("\(name)/whole/history"), "\(name)")
    }
    #expect(!isTrusted("open/link/history") && !isTrusted("open/whole/a/history"))
    #expect(!isTrusted("own/far/history") && !isTrusted("own/round/history"))
    #expect(isTrusted("open/history") && isTrusted("open/missing/history") && isTrusted("own/link"))
  }

  /// Only root can give a link to another user, so any other tester asks for another one.
  @Test func aLinkOfAnotherUserIsNotFollowed() throws {
    let isRoot = geteuid() == 0
    let other = isRoot ? 0 : geteuid() + 1
    for name in ["own", "foreign"] { try folder(name) }
    try folder("sticky", mode: 0o1777)
    for name in ["sticky", "foreign"] { try link("\(name)/link", to: "../own") }
    #expect(isTrusted("sticky/link/history") && isTrusted("foreign/link/history"))
    if isRoot {
      try #require(
        lchown("\(root)/sticky/link", 1234, 1234) == 0 && chown("\(root)/foreign", 1234, 1234) == 0)
    }
    for name in ["sticky", "foreign"] {
      #expect(!FolderTrust.isTrusted(folderOf: "\(root)/\(name)/link/history", for: other), "\(name)")
    }
  }
}
