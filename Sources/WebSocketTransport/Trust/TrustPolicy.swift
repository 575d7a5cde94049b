/// Whose certificates a client believes.
public enum TrustPolicy: Hashable, Sendable {
  /// Those that the system's store vouches for.
  case system
  /// Those that the authorities in this PEM file vouch for, and no others.
  case file(String)
  /// Those that the authorities in this folder vouch for, and no others; its files have the names that `openssl rehash` gives.
  case folder(String)
  /// All of them: the connection is private, but with whom is not known.
  case anyone
}
