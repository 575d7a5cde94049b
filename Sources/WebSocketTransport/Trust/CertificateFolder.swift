import NIOSSL
import SystemCalls

/// A folder of certificates as `openssl rehash` leaves it: the name of each file is the hash of its subject, and a number from 0
/// that tells those of one hash apart.
struct CertificateFolder: Hashable, Sendable {
  let path: String

  /// nil where there is no such folder.
  init?(_ path: String) {
    guard access("\(path)/.", R_OK) == 0 else { return nil }
    self.path = path
  }

  /// Whether a file in it has such a name; a folder without one trusts no one.
  var holdsHashes: Bool {
    guard let folder = opendir(path) else { return false }
    defer { closedir(folder) }
    while let entry = readdir(folder) {
      let name = withUnsafeBytes(of: entry.pointee.d_name) { Array($0.prefix { $0 != 0 }) }
      if name.count > 9, name[8] == 0x2E, name.prefix(8).allSatisfy({ "0123456789abcdef".utf8.contains($0) }),
        name.dropFirst(9).allSatisfy({ 0x30...0x39 ~= $0 })
      {
        return true
      }
    }
    return false
  }

  /// The DER of the certificates of this subject, which are looked for again each time; a file that cannot be read counts as empty.
  func certificates(of subject: CanonicalName) -> [[UInt8]] {
    var found: [[UInt8]] = []
    for number in 0..<Self.limit {
      let file = "\(path)/\(subject.hash).\(number)"
      guard access(file, F_OK) == 0 else { break }
      for certificate in (try? PEMFile(file))?.certificates ?? [] {
        guard let der = try? certificate.toDERBytes(), let outline = try? CertificateOutline(der: der),
          (try? CanonicalName(der: outline.subject)) == subject
        else { continue }
        found.append(der)
      }
    }
    return found
  }

  /// More files of one hash are not read.
  private static let limit = 100
}
