using System.Collections.Immutable;
using System.CommandLine;
using System.CommandLine.Parsing;
using AmiGovernance.Core.Features.Discovery.Proposing;
using AmiGovernance.Core.Features.Exceptions.Approvals;
using AmiGovernance.Core.Governance.Facts;

namespace AmiGovernance.Cli.Features.Authoring;

/// <summary>What a new repository can be told on the command line; null for what is to be asked or gets its default.</summary>
internal sealed record InitArguments(string Folder)
{
    public string? OpsAccount { get; init; }

    public string? ExceptionUrl { get; init; }

    public string? Contact { get; init; }

    public IReadOnlyList<string> CreationServices { get; init; } = [];

    public IReadOnlyList<string> CreationRoles { get; init; } = [];

    public IReadOnlyList<string> ManagedServices { get; init; } = [];

    public bool? AllowAmazon { get; init; }

    public Assurance? RequiredAssurance { get; init; }

    public bool? RequireRequests { get; init; }

    /// <summary>Where CI takes amigov from.</summary>
    public string? Source { get; init; }

    public string? Sha256 { get; init; }

    public string? GitLabImage { get; init; }

    public bool AsksNothing { get; init; }

    /// <summary>Whether a repository that is there gets the files of this version.</summary>
    public bool Refreshes { get; init; }

    /// <summary>What the organization uses already; empty when it was not asked.</summary>
    public ImmutableArray<AllowListEntry> Found { get; init; } = [];
}

internal sealed class InitOptions
{
    /// <summary>Those whose accounts AWS publishes in full; others need account ids, which a person adds later.</summary>
    public static readonly IReadOnlyList<string> ManagedServices =
    [
        .. ManagedServiceAccounts.Services.Where(ManagedServiceAccounts.IsComplete),
    ];

    private readonly Argument<string> folder = new("DIR")
    {
        Description = "Where; default: the current folder",
        DefaultValueFactory = _ => ".",
    };
    private readonly Option<string?> opsAccount = new("--ops-account")
    {
        Description = "The account that publishes the golden images (12 digits)",
        HelpName = "ID",
    };
    private readonly Option<string?> exceptionUrl = new("--exception-url")
    {
        Description = "Where exceptions are requested",
        HelpName = "URL",
    };
    private readonly Option<string?> contact = new("--contact")
    {
        Description = "The platform team's address",
        HelpName = "ADDRESS",
    };
    private readonly Option<string[]> creationServices = new("--image-creation-service")
    {
        Description = "A service that backs up instances as images: aws_backup, dlm; may be given several times",
        HelpName = "SERVICE",
    };
    private readonly Option<string[]> creationRoles = new("--image-creation-role")
    {
        Description =
            "The ARN of another role that creates images outside publisher accounts (Image Builder, Packer); may be given several times",
        HelpName = "ARN",
    };
    private readonly Option<string[]> managedServices = new("--managed-service")
    {
        Description =
            "A service that launches AWS-owned images: eks_auto_mode, ecs_managed_instances; may be given several times",
        HelpName = "SERVICE",
    };
    private readonly Option<bool?> allowAmazon = new("--allow-amazon")
    {
        Description = "Allow the images of Amazon and its verified providers",
        HelpName = "true|false",
        Arity = ArgumentArity.ExactlyOne,
    };
    private readonly Option<string?> requiredAssurance = new("--required-assurance")
    {
        Description = "What must vouch for an approval at least: signed, signed_or_host_approved, unsigned",
        HelpName = "ASSURANCE",
    };
    private readonly Option<bool?> requireRequests = new("--require-requests")
    {
        Description = "Whether every exception needs a request that was approved",
        HelpName = "true|false",
        Arity = ArgumentArity.ExactlyOne,
    };
    private readonly Option<string?> source = new("--amigov-source")
    {
        Description = "Where CI takes amigov from: an https address, or a path in the repository, of its .tar.gz",
        HelpName = "PLACE",
    };
    private readonly Option<string?> sha256 = new("--amigov-sha256")
    {
        Description = "The SHA-256 checksum of that archive",
        HelpName = "HEX",
    };
    private readonly Option<string?> gitLabImage = new("--gitlab-image")
    {
        Description = "The container image of GitLab's jobs, by digest",
        HelpName = "NAME@sha256:HEX",
    };
    private readonly Option<bool> yes = new("--yes", "-y")
    {
        Description = "Ask nothing; what is not given gets its default",
    };

    private readonly Option<bool> refresh = new("--refresh")
    {
        Description =
            "In a repository that is there: bring CI, schemas and editor settings to this version; shows what changes",
    };

    /// <summary>Whether the allow list is that of an organization that already runs.</summary>
    public Option<bool> FromOrganization { get; } =
        new("--from-organization")
        {
            Description =
                "Begin with the allow list that `amigov discover` proposes for the organization; the options below say what it looks at",
        };

    public InitOptions()
    {
        creationServices.AcceptOnlyFromAmong([.. InitialConfig.DefaultRoles.Keys]);
        managedServices.AcceptOnlyFromAmong([.. ManagedServices]);
        requiredAssurance.AcceptOnlyFromAmong([.. Assurances.Required.All]);
    }

    /// <summary>What a new configuration says.</summary>
    private IEnumerable<Option> OfConfiguration =>
        [
            opsAccount,
            exceptionUrl,
            contact,
            creationServices,
            creationRoles,
            managedServices,
            allowAmazon,
            requiredAssurance,
            requireRequests,
        ];

    public void AddTo(Command command)
    {
        command.Arguments.Add(folder);
        Option[] all = [.. OfConfiguration, source, sha256, gitLabImage, refresh, yes, FromOrganization];
        foreach (var option in all)
            command.Options.Add(option);
    }

    /// <summary>The names of those that were given and that `--from-organization` finds out.</summary>
    public IEnumerable<string> FoundOut(CommandResult result) => Given(result, allowAmazon, managedServices);

    /// <summary>The names of those that were given and that only a new repository has a use for.</summary>
    public IEnumerable<string> OfNewRepository(CommandResult result) =>
        Given(result, [.. OfConfiguration, source, sha256, FromOrganization]);

    private static IEnumerable<string> Given(CommandResult result, params IEnumerable<Option> options) =>
        options.Where(o => result.GetResult(o) is { Implicit: false }).Select(o => o.Name);

    public bool Refreshes(CommandResult result) => result.GetValue(refresh);

    public InitArguments Read(ParseResult result) =>
        new(result.GetValue(folder) ?? ".")
        {
            OpsAccount = result.GetValue(opsAccount),
            ExceptionUrl = result.GetValue(exceptionUrl),
            Contact = result.GetValue(contact),
            CreationServices = result.GetValue(creationServices) ?? [],
            CreationRoles = result.GetValue(creationRoles) ?? [],
            ManagedServices = result.GetValue(managedServices) ?? [],
            AllowAmazon = result.GetValue(allowAmazon),
            RequiredAssurance = Assurances.Required.Find(result.GetValue(requiredAssurance)),
            RequireRequests = result.GetValue(requireRequests),
            Source = result.GetValue(source),
            Sha256 = result.GetValue(sha256),
            GitLabImage = result.GetValue(gitLabImage),
            AsksNothing = result.GetValue(yes),
            Refreshes = result.GetValue(refresh),
        };
}
