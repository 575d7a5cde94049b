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

  /// The DER of the certificates of this subject, which are looked for anew each time; a file that cannot be read counts as empty.
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
