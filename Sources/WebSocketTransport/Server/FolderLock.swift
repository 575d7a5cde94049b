import SystemCalls

/// The turn of one listener among those that make and remove socket files in a folder.
///
/// It binds only who asks for it. Where it cannot be had within a second, or the folder cannot be opened, there is no turn: a
/// program that holds the lock forever must not keep a listener from starting.
struct FolderLock {
  private let descriptor: Int32

  /// Waits for the turn in the folder of a file, in steps of 10 ms.
  init(of path: String) {
    let folder = path.lastIndex(of: "/").map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
    descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { return }
    for _ in 0..<100 where flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
      guard errno == EWOULDBLOCK || errno == EINTR else { return }
      _ = poll(nil, 0, 10)
    }
  }

  /// Ends the turn.
  func release() { if descriptor >= 0 { close(descriptor) } }
}
