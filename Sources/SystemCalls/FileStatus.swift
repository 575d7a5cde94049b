/// What the system knows of a file.
///
/// It is read here because `stat` has two modules where Foundation's are loaded too, and a file that imports neither of those then
/// cannot see its members.
package struct FileStatus: Sendable {
  package enum Kind: Sendable {
    case regular, link, socket, pipe, characterDevice, other
  }

  package let kind: Kind
  /// Permission bits, `0o600` and the like.
  package let mode: mode_t
  package let owner: uid_t
  package let group: gid_t
  /// In bytes.
  package let size: Int64
  private let device: dev_t
  private let inode: ino_t

  /// Of an open descriptor; nil where there is none, and then `errno` says why.
  package init?(_ descriptor: Int32) {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { return nil }
    self.init(status)
  }

  /// Of the file at a path, a symbolic link itself and not its target; nil where there is none.
  package init?(at path: String) {
    var status = stat()
    guard lstat(path, &status) == 0 else { return nil }
    self.init(status)
  }

  /// Of the file that a path leads to through any symbolic link; nil where there is none, and then `errno` says why.
  package init?(following path: String) {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    self.init(status)
  }

  private init(_ status: stat) {
    kind =
      switch status.st_mode & S_IFMT {
      case S_IFREG: .regular
      case S_IFLNK: .link
      case S_IFSOCK: .socket
      case S_IFIFO: .pipe
      case S_IFCHR: .characterDevice
      default: .other
      }
    mode = mode_t(status.st_mode & 0o7777)
    owner = status.st_uid
    group = status.st_gid
    size = Int64(status.st_size)
    device = status.st_dev
    inode = status.st_ino
  }

  /// Whether both are of one file.
  package func isSame(as other: FileStatus) -> Bool { device == other.device && inode == other.inode }
}
