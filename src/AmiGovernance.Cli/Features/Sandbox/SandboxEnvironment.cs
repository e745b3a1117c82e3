using System.Collections.Immutable;
using AmiGovernance.Sandbox.Hosting;
using AmiGovernance.Sandbox.World;

namespace AmiGovernance.Cli.Features.Sandbox;

/// <summary>What makes the AWS CLI, the SDKs and amigov itself reach a sandbox, as an administrator of its management account.</summary>
internal static class SandboxEnvironment
{
    /// <summary>Of one service; it goes before the endpoint of all (AWS SDKs reference guide, "Service-specific endpoints").</summary>
    private const string EndpointOfService = "AWS_ENDPOINT_URL_";

    /// <summary>What would lead elsewhere.</summary>
    public static ImmutableArray<string> Unset =>
        [
            "AWS_SESSION_TOKEN",
            "AWS_PROFILE",
            "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS",
            .. Environment
                .GetEnvironmentVariables()
                .Keys.Cast<string>()
                .Where(IsEndpointOfService)
                .Order(StringComparer.Ordinal),
        ];

    /// <summary>It stands in a command of a shell.</summary>
    private static bool IsEndpointOfService(string name) =>
        name.StartsWith(EndpointOfService, StringComparison.Ordinal)
        && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_');

    public static IEnumerable<(string Name, string Value)> Of(SandboxServer server)
    {
        var region = server.World.Ec2.Regions[0].Value;
        yield return ("AWS_ENDPOINT_URL", server.Address.ToString().TrimEnd('/'));
        yield return (
            "AWS_ACCESS_KEY_ID",
            CredentialStore.AdministratorKey(server.World.Organization.ManagementAccount)
        );
        yield return ("AWS_SECRET_ACCESS_KEY", CredentialStore.AdministratorSecret);
        yield return ("AWS_REGION", region);
        yield return ("AWS_DEFAULT_REGION", region);
    }
}
