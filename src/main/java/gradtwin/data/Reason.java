package gradtwin.data;

import java.net.ConnectException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.file.AccessDeniedException;
import java.util.Optional;

/** Why something failed, in a phrase: the library's message where it says enough. */
final class Reason {
  private Reason() {}

  static String of(Throwable cause) {
    if (cause instanceof AccessDeniedException) {
      return "permission denied";
    }
    for (Throwable deeper = cause; deeper != null; deeper = deeper.getCause()) {
      if (deeper instanceof UnresolvedAddressException) {
        return "unknown host";
      }
    }
    return cause instanceof ConnectException
        ? "cannot connect"
        : Optional.ofNullable(cause.getMessage()).orElse(cause.getClass().getSimpleName());
  }
}
