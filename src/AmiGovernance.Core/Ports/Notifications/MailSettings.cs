using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;

namespace AmiGovernance.Core.Ports.Notifications;

public enum MailSecurity
{
    /// <summary>TLS is demanded after a plain greeting (port 587).</summary>
    StartTls,

    /// <summary>TLS from the first byte (port 465).</summary>
    Tls,

    /// <summary>Plain text; for a server on this machine.</summary>
    None,
}

/// <param name="User">Null when the server asks for none. The password comes from the environment.</param>
public sealed record MailSettings(string Host, int Port, MailSecurity Security, string From, string? User)
{
    public static readonly EnumNames<MailSecurity> Securities = new(
        (MailSecurity.StartTls, "starttls"),
        (MailSecurity.Tls, "tls"),
        (MailSecurity.None, "none")
    );

    /// <summary>Whether somebody on the way to the server could read the password.</summary>
    public bool ShowsPassword => User is not null && Security == MailSecurity.None && !HostName.IsLoopback(Host);

    public const string PasswordVariable = "AMIGOV_SMTP_PASSWORD";

    public static IReadOnlyList<string> SecurityNames => Securities.All;
}
