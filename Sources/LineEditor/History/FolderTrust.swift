import SystemCalls

/// Whether the folders of a path are where this user or root has put them.
enum FolderTrust {
  /// A path through more links than these does not lead to a file for the system either.
  private static let longestChain = 40

  /// Whether each symbolic link among the folders was made by this user or root, in a folder where no other user can change it: others can
  /// change what is in a folder that they may write to, except in one like `/tmp` (POSIX `S_ISVTX`). The user's own group does not count
  /// as others.
  static func isTrusted(folderOf path: String, for user: uid_t = geteuid()) -> Bool {
    var rest = path.split(separator: "/").dropLast().map(String.init)
    var folder = path.hasPrefix("/") ? "/" : "."
    var links = 0
    while !rest.isEmpty {
      let name = rest.removeFirst()
      let next = folder == "/" ? "/\(name)" : "\(folder)/\(name)"
      guard let status = FileStatus(at: next) else { return true }
      guard status.kind == .link else {
        folder = next
        continue
      }
      links += 1
      guard links <= longestChain, isOurs(status.owner, user), isClosed(folder, user),
        let target = target(of: next)
      else {
        return false
      }
      rest = target.split(separator: "/").map(String.init) + rest
      if target.hasPrefix("/") { folder = "/" }
    }
    return true
  }

  private static func isOurs(_ owner: uid_t, _ user: uid_t) -> Bool { owner == user || owner == 0 }

  /// Whether no other user can replace what this user or root has put into the folder.
  private static func isClosed(_ folder: String, _ user: uid_t) -> Bool {
    guard let status = FileStatus(following: folder), isOurs(status.owner, user) else { return false }
    if status.mode & mode_t(S_ISVTX) != 0 { return true }
    return status.mode & 0o002 == 0 && (status.mode & 0o020 == 0 || status.group == getegid())
  }

  private static func target(of link: String) -> String? {
    var bytes = [CChar](repeating: 0, count: Int(PATH_MAX))
    let count = readlink(link, &bytes, bytes.count)
    guard count > 0, count < bytes.count else { return nil }
    return String(decoding: bytes[..<count].map(UInt8.init(bitPattern:)), as: UTF8.self)
  }
}
