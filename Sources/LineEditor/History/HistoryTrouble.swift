/// Why a file of history is neither read nor written.
public enum HistoryTrouble: Equatable, Sendable {
  /// Another program holds it locked.
  case held
  /// It is a symbolic link, which could lead to any file.
  case link
  /// One of its folders is a symbolic link that another user made or can change.
  case folderLink
  /// It belongs to another user.
  case foreign
  /// It is a folder, a device or the like.
  case notRegular
  /// It cannot be written, for this reason of the system (`errno`).
  case unwritable(Int32)
}
