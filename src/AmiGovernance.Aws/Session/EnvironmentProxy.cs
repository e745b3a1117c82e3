namespace AmiGovernance.Aws.Session;

/// <summary>
/// The proxy that .NET takes from the environment for an address (HttpClient.DefaultProxy: `https_proxy`, `http_proxy`, `all_proxy` and
/// `no_proxy`, in small or large letters).
/// </summary>
internal static class EnvironmentProxy
{
    /// <summary>Such as `HTTPS_PROXY=http://proxy.company.com:3128`, without name and password; null when none is in between.</summary>
    public static string? For(Uri address)
    {
        if (HttpClient.DefaultProxy.GetProxy(address) is not { } proxy || HttpClient.DefaultProxy.IsBypassed(address))
            return null;
        var shown = proxy.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped);
        return VariableFor(address.Scheme) is { } name ? $"{name}={shown}" : shown;
    }

    /// <summary>The one that is set; null when the operating system knows the proxy from elsewhere.</summary>
    private static string? VariableFor(string scheme)
    {
        string[] names = [$"{scheme}_proxy", $"{scheme.ToUpperInvariant()}_PROXY", "all_proxy", "ALL_PROXY"];
        return names.FirstOrDefault(name => !string.IsNullOrEmpty(Environment.GetEnvironmentVariable(name)));
    }
}
