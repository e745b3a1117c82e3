using System.CommandLine;
using AmiGovernance.Core.Governance.Config;

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

    public bool AsksNothing { get; init; }
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
    };
    private readonly Option<bool> yes = new("--yes", "-y")
    {
        Description = "Ask nothing; what is not given gets its default",
    };

    public InitOptions()
    {
        creationServices.AcceptOnlyFromAmong([.. InitialConfig.DefaultRoles.Keys]);
        managedServices.AcceptOnlyFromAmong([.. ManagedServices]);
    }

    public void AddTo(Command command)
    {
        command.Arguments.Add(folder);
        Option[] all =
        [
            opsAccount,
            exceptionUrl,
            contact,
            creationServices,
            creationRoles,
            managedServices,
            allowAmazon,
            yes,
        ];
        foreach (var option in all)
            command.Options.Add(option);
    }

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
            AsksNothing = result.GetValue(yes),
        };
}
