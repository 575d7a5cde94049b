import SystemCalls

/// The certificates that the system trusts, found as OpenSSL finds them: in a file and in folders, which `SSL_CERT_FILE` and
/// `SSL_CERT_DIR` name, the latter with colons between several.
enum SystemTrust {
  static func anchors() -> TrustAnchors {
    let files = value("SSL_CERT_FILE").map { [$0] } ?? usualFiles
    let folders = value("SSL_CERT_DIR").map { $0.split(separator: ":").map(String.init) } ?? usualFolders
    let file = files.lazy.compactMap { try? PEMFile($0) }.first
    return TrustAnchors(
      unread: file?.encodedCertificates ?? [], folders: folders.compactMap { CertificateFolder($0) })
  }

  /// Where Debian, Fedora, openSUSE, and Alpine and macOS keep theirs.
  private static let usualFiles = [
    "/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt", "/etc/ssl/ca-bundle.pem",
    "/etc/ssl/cert.pem",
  ]
  private static let usualFolders = ["/etc/ssl/certs", "/etc/pki/tls/certs"]

  private static func value(_ name: String) -> String? {
    guard let text = getenv(name), text.pointee != 0 else { return nil }
    return String(cString: text)
  }
}
