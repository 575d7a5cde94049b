import Foundation

/// The size of a terminal as the programs on it are reported.
enum TerminalSize {
  /// nil where there is no such terminal.
  static func columns(of path: String) -> Int? {
    let descriptor = open(path, O_RDONLY | O_NOCTTY)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var size = winsize()
    return ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0 ? Int(size.ws_col) : nil
  }
}
