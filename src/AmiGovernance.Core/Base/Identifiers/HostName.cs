namespace AmiGovernance.Core.Base.Identifiers;

/// <summary>What stands for a server in an address: a name, or an IP address, one of IPv6 in brackets; without a port.</summary>
public static class HostName
{
    public static bool IsValid(string text) =>
        Uri.CheckHostName(text) != UriHostNameType.Unknown && Address(text) is not null;

    /// <summary>Whether what is sent there stays on this machine.</summary>
    public static bool IsLoopback(string host) => Address(host) is { IsLoopback: true };

    private static Uri? Address(string host) =>
        Uri.TryCreate($"smtp://{host}:25", UriKind.Absolute, out var address) ? address : null;
}
