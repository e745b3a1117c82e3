using System.CommandLine;
using System.CommandLine.Parsing;
using AmiGovernance.Aws;
using AmiGovernance.Aws.Session;

namespace AmiGovernance.Cli.Shell;

/// <summary>How a command reaches AWS, with the options that AWS users know.</summary>
internal sealed class AwsOptions
{
    private readonly Option<string?> profile = new("--profile")
    {
        Description = "The AWS profile; default: as the AWS CLI finds credentials",
        HelpName = "NAME",
    };
    private readonly Option<string?> region;
    private readonly Option<string?> endpoint = new("--endpoint-url")
    {
        Description = "Another address for every AWS service, such as a sandbox's",
        HelpName = "URL",
    };

    private readonly Option<string> role = new("--role-name")
    {
        Description = "The role to assume in member accounts",
        HelpName = "ROLE",
        DefaultValueFactory = _ => AwsSettings.OrganizationAccessRole,
    };

    private readonly Option<string[]>? regions;
    private readonly bool assumesRoles;

    /// <param name="assumesRoles">Whether the command makes calls in member accounts.</param>
    /// <param name="region">The command's own option of that name, where it has one.</param>
    public AwsOptions(bool assumesRoles = false, Option<string?>? region = null)
    {
        this.region =
            region
            ?? new("--region") { Description = "The AWS Region; also selects the partition", HelpName = "REGION" };
        this.assumesRoles = assumesRoles;
        endpoint.AddCheck(result =>
        {
            if (result.Tokens.Count == 0)
                return;
            if (!Uri.TryCreate(result.Tokens[0].Value, UriKind.Absolute, out var url))
                result.AddError("--endpoint-url is no address; write it as http://127.0.0.1:4566");
            else if (url.UserInfo.Length > 0)
                result.AddError("--endpoint-url holds a user or a password, which would be shown and kept");
        });
    }

    /// <summary>For calls in several Regions, and mostly in several accounts.</summary>
    /// <param name="regions">See <see cref="Regions()"/>.</param>
    public AwsOptions(Option<string[]> regions, bool assumesRoles = true)
        : this(assumesRoles) => this.regions = regions;

    public static Option<string[]> Regions() =>
        new("--region")
        {
            Description =
                "An AWS Region, may be given several times; the first also selects the partition. Default: the profile's",
            HelpName = "REGION",
            Arity = ArgumentArity.OneOrMore,
        };

    /// <summary>Those that were given, else the one that the connection found.</summary>
    public IReadOnlyList<string> Regions(ParseResult result, AwsConnection connection) =>
        regions is not null && result.GetValue(regions) is { Length: > 0 } given
            ? [.. given.Distinct(StringComparer.Ordinal)]
            : [connection.Region.SystemName];

    public string RoleName(ParseResult result) =>
        assumesRoles ? result.GetValue(role) ?? AwsSettings.OrganizationAccessRole : AwsSettings.OrganizationAccessRole;

    /// <summary>Those that were given, as words of another command line.</summary>
    public string[] Given(ParseResult result) =>
        [
            .. Own.Select(o => result.GetResult(o))
                .OfType<OptionResult>()
                .Where(o => !o.Implicit)
                .SelectMany(o => o.Tokens.Select(t => $"{o.Option.Name}={t.Value}")),
        ];

    public AwsOptions AddTo(Command command)
    {
        foreach (var option in Own.Except(command.Options))
            command.Options.Add(option);
        return this;
    }

    /// <summary>All of them.</summary>
    public IReadOnlyList<Option> Options => Own;

    private Option[] Own
    {
        get
        {
            Option where = regions is null ? region : regions;
            return assumesRoles ? [profile, where, role, endpoint] : [profile, where, endpoint];
        }
    }

    /// <summary>What was given on the command line.</summary>
    /// <param name="fallback">The Region where none was given; null for the profile's.</param>
    public AwsSettings Settings(ParseResult result, string? fallback = null)
    {
        var address = result.GetValue(endpoint);
        var given = regions is null ? result.GetValue(region) : result.GetValue(regions)?.FirstOrDefault();
        return new AwsSettings(result.GetValue(profile), given ?? fallback, RoleName(result))
        {
            Endpoint = address is null ? null : new Uri(address),
        };
    }

    /// <param name="fallback">The Region where none was given; null for the profile's.</param>
    public AwsConnection Connect(ParseResult result, CliContext context, string? fallback = null) =>
        context.Connect(Settings(result, fallback));
}
