using System.CommandLine;
using AmiGovernance.Cli.Features.Images;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Features.Decisions;
using AmiGovernance.Core.Policies.Iam;

namespace AmiGovernance.Cli.Features.Decisions;

/// <summary>What can be said of a call on the command line.</summary>
internal sealed class ExplainOptions
{
    private readonly Argument<string?> error = new("ERROR")
    {
        Description = "The error as AWS printed it, in quotes, like --from-error; or the id of an image, like --image",
        Arity = ArgumentArity.ZeroOrOne,
    };
    private readonly Option<string?> action = Text(
        "--action",
        "Such as ec2:RunInstances (the default) or ec2:CreateImage",
        "ACTION"
    );
    private readonly Option<string?> account = Text("--account", "The calling account (12 digits)", "ID");
    private readonly Option<string?> principal = PrincipalOption.Create(
        "The caller's role or user ARN; default: some role of the account"
    );
    private readonly Option<string?> image = Text("--image", "The image's id", "AMI");
    private readonly Option<string?> owner = Text(
        "--image-owner",
        "The image's owner: an account id, or an alias such as amazon",
        "OWNER"
    );
    private readonly Option<string?> ownerAccount = Text(
        "--image-owner-account",
        "The owner's account id when --image-owner is an alias",
        "ID"
    );
    private readonly Option<string?> name = Text("--image-name", "The image's name, for criteria on names", "NAME");
    private readonly Option<string?> region = Text("--region", $"Of the call; {UsualRegion.InHelp}", "REGION");
    private readonly Option<string?> time = Text("--at", "The time of the call (ISO 8601, UTC); default: now", "TIME");
    private readonly Option<string> policies = CommonOptions.Policies();
    private readonly Option<string> config = CommonOptions.Config();
    private readonly Option<string> database = InventoryOptions.Database();
    private readonly Option<string?> organization = Text(
        "--org",
        "Take the policies that reach the account from an organization file, instead of a folder",
        "FILE"
    );
    private readonly Option<bool> live = new("--live")
    {
        Description = "Take the policies that reach the account from AWS Organizations, and the image's owner from EC2",
    };
    private readonly Option<string[]> identityPolicies = Files(
        "--identity-policy",
        "A policy of the caller's; several together allow what any of them allows"
    );
    private readonly Option<string[]> resourcePolicies = Files(
        "--rcp",
        "A resource control policy; it takes part in calls of the services that support them, and EC2 is none of them"
    );
    private readonly Option<string[]> boundaries = Files(
        "--permissions-boundary",
        "The caller's permissions boundary: what it does not allow is denied"
    );
    private readonly Option<string[]> sessionPolicies = Files(
        "--session-policy",
        "A policy of the caller's session; several together allow what any of them allows"
    );
    private readonly Option<string[]> endpointPolicies = Files(
        "--endpoint-policy",
        "The policy of the VPC endpoint through which the call comes"
    );
    private readonly Option<string[]> owners = Files(
        "--owners",
        "What `aws ec2 describe-images` says of images: whose they are, their names and dates"
    );
    private readonly Option<bool> isServiceLinkedRole = new("--service-linked-role")
    {
        Description = "The caller is a service-linked role, such as that of Auto Scaling",
    };
    private readonly Option<bool> inManagementAccount = new("--management-account")
    {
        Description = "The caller is in the management account",
    };
    private readonly Option<string[]> keys = new("--context")
    {
        Description =
            "A condition key of the request, such as ec2:InstanceType=t3.micro; KEY= for one that it does not carry; may be given several times",
        HelpName = "KEY=VALUE",
        Arity = ArgumentArity.OneOrMore,
    };
    private readonly Option<string?> fromError = Text(
        "--from-error",
        "Take the call from the text of an AWS error, or from a decoded message; - reads standard input",
        "TEXT"
    );
    private readonly Option<string?> fromEvent = Text(
        "--from-event",
        "Take the call from a file with a CloudTrail record; - reads standard input",
        "FILE"
    );
    private readonly Option<OutputTarget[]> output = CommonOptions.Output(["text", "json"]);
    private readonly AwsOptions aws;

    public ExplainOptions()
    {
        action.CompletionSources.Add([.. GuardedActions.Launch, .. GuardedActions.Creation, .. GuardedActions.Sharing]);
        keys.AddCheck(result =>
        {
            foreach (var token in result.Tokens.Where(t => t.Value.IndexOf('=', StringComparison.Ordinal) < 1))
                result.AddError($"'{token.Value}' is no KEY=VALUE, such as ec2:InstanceType=t3.micro");
        });
        image.AddCheck(result =>
        {
            foreach (var token in result.Tokens.Where(t => !ImageId.IsValid(t.Value)))
                result.AddError(
                    $"'{token.Value}' is no id of an image, such as ami-0123456789abcdef0; --image-owner and --image-name tell of others"
                );
        });
        error.AddCheck(result =>
        {
            var isImage = ImageId.IsValid(result.Tokens.Count > 0 ? result.Tokens[0].Value.Trim() : "");
            if (!isImage && result.GetResult(fromError) is not null)
                result.AddError("the error is given twice, by itself and with --from-error");
            if (isImage && result.GetResult(image) is not null)
                result.AddError("the image is given twice, by itself and with --image");
        });
        aws = new AwsOptions(region: region);
    }

    /// <summary>In the order of the help.</summary>
    public void AddTo(Command command)
    {
        Option[] all =
        [
            action,
            account,
            principal,
            image,
            owner,
            ownerAccount,
            name,
            region,
            time,
            policies,
            config,
            database,
            organization,
            live,
            identityPolicies,
            boundaries,
            sessionPolicies,
            endpointPolicies,
            resourcePolicies,
            owners,
            isServiceLinkedRole,
            inManagementAccount,
            keys,
            fromError,
            fromEvent,
            output,
        ];
        command.Arguments.Add(error);
        foreach (var option in all)
            command.Options.Add(option);
        aws.AddTo(command);
    }

    public ExplainArguments Read(ParseResult result, DateOnly today)
    {
        var given = result.GetValue(error);
        var imageId = ImageId.IsValid(given?.Trim() ?? "") ? given!.Trim() : null;
        var origin = new PolicyOrigin(result.GetRequiredValue(config), today);
        return new ExplainArguments(
            new ExplainRequest
            {
                Call = ReadCall(result, imageId),
                Origin = IsGiven(result, policies) ? null : origin,
                IsServiceLinkedRole = result.GetValue(isServiceLinkedRole),
                InManagementAccount = result.GetValue(inManagementAccount),
                Folder = result.GetValue(policies) ?? CommonOptions.DistFolder,
                OrganizationPath = result.GetValue(organization),
                Others = new OtherPolicies
                {
                    Identity = [.. result.GetValue(identityPolicies) ?? []],
                    Boundary = [.. result.GetValue(boundaries) ?? []],
                    Session = [.. result.GetValue(sessionPolicies) ?? []],
                    Endpoint = [.. result.GetValue(endpointPolicies) ?? []],
                    ResourceControl = [.. result.GetValue(resourcePolicies) ?? []],
                },
            },
            [.. result.GetValue(owners) ?? []],
            imageId is null ? given ?? result.GetValue(fromError) : result.GetValue(fromError),
            result.GetValue(fromEvent),
            result.GetValue(live) ? aws.Settings(result) : null,
            new StockArguments(result.GetRequiredValue(database), IsGiven(result, database), origin),
            CommonOptions.Targets(result, output)
        );
    }

    private static bool IsGiven(ParseResult result, Option option) => result.GetResult(option) is { Implicit: false };

    /// <param name="imageId">That stands by itself; then the account may be any.</param>
    private CallInput ReadCall(ParseResult result, string? imageId) =>
        new()
        {
            Action = result.GetValue(action),
            Account = result.GetValue(account),
            Principal = result.GetValue(principal),
            Image = imageId ?? result.GetValue(image),
            IsByAnyAccount = imageId is not null && !result.GetValue(live) && result.GetValue(organization) is null,
            ImageOwner = result.GetValue(owner),
            ImageOwnerAccount = result.GetValue(ownerAccount),
            ImageName = result.GetValue(name),
            Region = result.GetValue(region),
            Time = result.GetValue(time),
            Context = CallInput.NoContext.SetItems((result.GetValue(keys) ?? []).Select(Key)),
        };

    private static KeyValuePair<string, string> Key(string text)
    {
        var at = text.IndexOf('=', StringComparison.Ordinal);
        return KeyValuePair.Create(text[..at], text[(at + 1)..]);
    }

    private static Option<string?> Text(string name, string description, string helpName) =>
        new(name) { Description = description, HelpName = helpName };

    private static Option<string[]> Files(string name, string description) =>
        new(name)
        {
            Description = description,
            HelpName = "FILE",
            Arity = ArgumentArity.OneOrMore,
        };
}
