/// An alert of TLS (RFC 8446 6): why the other end gives up. close_notify, which only ends the stream, is not one here.
struct TLSAlert: Hashable {
  /// Its number at IANA.
  let number: UInt8

  /// What the other end says with it, then its number and its name at IANA.
  var sentence: String { sentence(versions: Self.usualVersions) }

  /// The same where these are the versions of TLS that we speak, and where we had a certificate to show or none.
  func sentence(versions: String, hasCertificate: Bool = true) -> String {
    let (name, words) =
      Self.entries[number] ?? ("unassigned", "it gave up for a reason that TLS has no name for")
    let meaning =
      isAboutVersion
      ? "it does not speak \(versions)"
      : isAboutCertificate && !hasCertificate && !demandsCertificate
        ? "it wants a certificate of ours, and none was given" : words
    return "\(meaning) (alert \(number), \(name))"
  }

  /// The versions that are spoken unless settings say otherwise.
  static let usualVersions = TLSSettings.Version.words(from: .v12, to: .v13)

  /// Whether no version is common to both ends.
  var isAboutVersion: Bool { number == 70 }
  /// Whether it demands a certificate of ours.
  var demandsCertificate: Bool { number == 41 || number == 116 }
  /// Whether it is about the certificate that we showed, or should have shown.
  var isAboutCertificate: Bool {
    demandsCertificate || (42...46).contains(number) || number == 48 || number == 49
  }

  private static let entries: [UInt8: (name: String, meaning: String)] = [
    10: ("unexpected_message", "a TLS message of ours came out of order"),
    20: ("bad_record_mac", "a record of ours arrived damaged"),
    21: ("decryption_failed", "it could not decrypt a record of ours"),
    22: ("record_overflow", "a record of ours was too long for it"),
    30: ("decompression_failure", "it could not decompress a record of ours"),
    40: ("handshake_failure", "it found no parameters that both ends accept"),
    41: ("no_certificate", "it demands a certificate of ours"),
    42: ("bad_certificate", "it finds our certificate damaged or missing"),
    43: ("unsupported_certificate", "it does not support our certificate's kind"),
    44: ("certificate_revoked", "our certificate is revoked"),
    45: ("certificate_expired", "our certificate has expired or is not valid yet"),
    46: ("certificate_unknown", "it does not accept our certificate"),
    47: ("illegal_parameter", "a field of our handshake is out of its range"),
    48: ("unknown_ca", "it does not know the authority of our certificate"),
    49: ("access_denied", "our certificate is valid and not allowed in"),
    50: ("decode_error", "it could not read a TLS message of ours"),
    51: ("decrypt_error", "it could not verify a signature or a key of ours"),
    52: ("too_many_cids_requested", "we asked for too many connection identifiers"),
    60: ("export_restriction", "our parameters break an export rule"),
    70: ("protocol_version", "it does not speak our versions of TLS"),
    71: ("insufficient_security", "it demands stronger ciphers than ours"),
    80: ("internal_error", "it met an error of its own"),
    86: ("inappropriate_fallback", "it speaks a later TLS than we asked for"),
    90: ("user_canceled", "its user canceled the handshake"),
    100: ("no_renegotiation", "it does not renegotiate"),
    109: ("missing_extension", "our handshake lacks an extension"),
    110: ("unsupported_extension", "our handshake has an extension that it did not ask for"),
    111: ("certificate_unobtainable", "it could not fetch our certificate"),
    112: ("unrecognized_name", "it does not serve the host that we named"),
    113: ("bad_certificate_status_response", "it did not accept the status of our certificate"),
    114: ("bad_certificate_hash_value", "our certificate does not have the hash that we gave"),
    115: ("unknown_psk_identity", "it does not know our pre-shared key"),
    116: ("certificate_required", "it demands a certificate of ours"),
    117: ("general_error", "it gave up for a reason without a name"),
    120: ("no_application_protocol", "it speaks none of the application protocols that we offered"),
    121: ("ech_required", "it demands an encrypted client hello"),
  ]
}
