using System.CommandLine;
using System.Globalization;
using AmiGovernance.Aws;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Decisions;
using AmiGovernance.Core.Features.Organizations;
using AmiGovernance.Core.Features.Trail.Reading;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Core.Policies.Iam;
using AmiGovernance.Core.Policies.Iam.Evaluation;
using AmiGovernance.Core.Policies.Organizations;

namespace AmiGovernance.Cli.Features.Decisions;

/// <summary>Answers "why is this launch blocked, or would be" from the policies in a folder.</summary>
internal static class ExplainCommand
{
    public static Command Create(CliContext context)
    {
        var action = new Option<string?>("--action")
        {
            Description = "Such as ec2:RunInstances (the default) or ec2:CreateImage",
            HelpName = "ACTION",
        };
        action.CompletionSources.Add([.. GuardedActions.Launch, .. GuardedActions.Creation, .. GuardedActions.Sharing]);
        var account = new Option<string?>("--account")
        {
            Description = "The calling account (12 digits)",
            HelpName = "ID",
        };
        var principal = new Option<string?>("--principal")
        {
            Description = "The caller's role or user ARN; default: some role of the account",
            HelpName = "ARN",
        };
        var image = new Option<string?>("--image") { Description = "The image's id", HelpName = "AMI" };
        var owner = new Option<string?>("--image-owner")
        {
            Description = "The image's owner: an account id, or an alias such as amazon",
            HelpName = "OWNER",
        };
        var ownerAccount = new Option<string?>("--image-owner-account")
        {
            Description = "The owner's account id when --image-owner is an alias",
            HelpName = "ID",
        };
        var name = new Option<string?>("--image-name")
        {
            Description = "The image's name, for criteria on names",
            HelpName = "NAME",
        };
        var region = new Option<string?>("--region") { Description = "Default: us-east-1", HelpName = "REGION" };
        var at = new Option<string?>("--at")
        {
            Description = "The time of the call (ISO 8601, UTC); default: now",
            HelpName = "TIME",
        };
        var policies = new Option<string>("--policies")
        {
            Description = "The folder of the policies",
            HelpName = "DIR",
            DefaultValueFactory = _ => "dist",
        };
        var linked = new Option<bool>("--service-linked-role")
        {
            Description = "The caller is a service-linked role, such as that of Auto Scaling",
        };
        var management = new Option<bool>("--management-account")
        {
            Description = "The caller is in the management account",
        };
        var fromError = new Option<string?>("--from-error")
        {
            Description = "Take the call from the text of an AWS error",
            HelpName = "TEXT",
        };
        var fromEvent = new Option<string?>("--from-event")
        {
            Description = "Take the call from a file with a CloudTrail record",
            HelpName = "FILE",
        };
        var org = new Option<string?>("--org")
        {
            Description = "Take the policies that reach the account from an organization file, instead of a folder",
            HelpName = "FILE",
        };
        var live = new Option<bool>("--live")
        {
            Description =
                "Take the policies that reach the account from AWS Organizations, and the image's owner from EC2",
        };
        var identity = new Option<string[]>("--identity-policy")
        {
            Description = "A policy of the caller's; several together allow what any of them allows",
            HelpName = "FILE",
            Arity = ArgumentArity.OneOrMore,
        };
        var rcp = new Option<string[]>("--rcp")
        {
            Description = "A resource control policy; AWS has none for EC2 so far",
            HelpName = "FILE",
            Arity = ArgumentArity.OneOrMore,
        };
        var output = CommonOptions.Output(["text", "json"]);
        var command = new Command("explain", "Say what both layers make of one call, and why")
        {
            action,
            account,
            principal,
            image,
            owner,
            ownerAccount,
            name,
            region,
            at,
            policies,
            org,
            live,
            identity,
            rcp,
            linked,
            management,
            fromError,
            fromEvent,
            output,
        };
        var aws = new AwsOptions(region: region).AddTo(command);
        command.SetAction(
            async (result, cancel) =>
            {
                var bag = new DiagnosticBag();
                var hints = Hints(context, result.GetValue(fromError), result.GetValue(fromEvent), bag);
                if (hints is null)
                    return Fail(
                        context,
                        bag,
                        "the text holds no denied call of the form `User: ARN is not authorized to perform: ACTION on resource: ARN`"
                    );
                var input = new CallInput
                {
                    Action = result.GetValue(action) ?? hints.Action,
                    Account = result.GetValue(account) ?? hints.Account,
                    Principal = result.GetValue(principal) ?? hints.PrincipalArn,
                    Image = result.GetValue(image) ?? hints.ImageId,
                    ImageOwner = result.GetValue(owner),
                    ImageOwnerAccount = result.GetValue(ownerAccount),
                    ImageName = result.GetValue(name),
                    Region = result.GetValue(region) ?? hints.Region,
                    Time = result.GetValue(at) ?? hints.Time?.ToString("o", CultureInfo.InvariantCulture),
                };
                using var connection = result.GetValue(live) ? aws.Connect(result, context) : null;
                if (connection is not null)
                    input = await WithOwner(connection, input, cancel);
                if (input.Build(context.Time.GetUtcNow(), out var problem) is not { } built)
                    return Fail(context, bag, $"{Visible.Text(problem)}{Advice(input)}");
                var caller = new Caller(
                    result.GetValue(management),
                    result.GetValue(linked) || hints.IsServiceLinkedRole
                );
                var others = new OtherPolicies([.. result.GetValue(identity) ?? []], [.. result.GetValue(rcp) ?? []]);
                if (result.GetValue(org) is null && connection is null)
                    return Print(
                        context,
                        built.Call,
                        built.Image,
                        caller,
                        PolicySet.Read(result.GetValue(policies) ?? "dist", others, context.Files, bag),
                        CommonOptions.Targets(result, output),
                        bag
                    );
                var member = AccountId.Parse(built.Call.Account);
                var organization =
                    connection is not null
                        ? await new ReadAccountPolicies(connection.Organizations).Read(member, cancel)
                    : context.Files.Read(result.GetValue(org) ?? "", bag) is { } source
                        ? OrganizationReader.Read(source, bag)
                    : null;
                if (organization is null)
                    return Fail(context, bag, null);
                if (organization.Account(member) is null)
                    return Fail(
                        context,
                        bag,
                        $"account {member} is not in the organization of `{Visible.Text(result.GetValue(org) ?? "")}`"
                    );
                var set = PolicySet.Of(new OrganizationIndex(organization), member, others, context.Files, bag);
                return Print(
                    context,
                    built.Call,
                    built.Image,
                    caller with
                    {
                        InManagementAccount = member == organization.ManagementAccount,
                    },
                    set,
                    CommonOptions.Targets(result, output),
                    bag
                );
            }
        );
        return command;
    }

    /// <summary>Whose the image is, when only its id is given and the caller's account sees it.</summary>
    private static async Task<CallInput> WithOwner(AwsConnection connection, CallInput input, CancellationToken cancel)
    {
        if (input.Image is not { } id || input.ImageOwner is not null)
            return input;
        var found = await connection.FindImage(null, input.Region ?? connection.Region.SystemName, id, cancel);
        return found is null
            ? input
            : input with
            {
                ImageOwner = found.OwnerAlias ?? found.OwnerId,
                ImageOwnerAccount = found.OwnerId,
                ImageName = input.ImageName ?? found.Name,
                Region = input.Region ?? connection.Region.SystemName,
            };
    }

    private static string Advice(CallInput input) =>
        input.Account is null ? " (`--account`)"
        : input.ImageOwner is null
            ? " (`--image-owner`); `aws ec2 describe-images --image-ids … --query 'Images[].[OwnerId,ImageOwnerAlias]'` says it"
        : "";

    private static CallHints? Hints(CliContext context, string? error, string? file, DiagnosticBag bag)
    {
        if (error is not null)
            return CallSources.FromError(error);
        if (file is null)
            return new CallHints();
        return context.Files.Read(file, bag) is { } source ? CallSources.FromEvent(source, bag) : null;
    }

    private static int Print(
        CliContext context,
        Ec2Call call,
        ImageFacts? image,
        Caller caller,
        PolicySet? policies,
        IReadOnlyList<OutputTarget> targets,
        DiagnosticBag bag
    )
    {
        if (policies is null)
            return Fail(context, bag, null);
        var explanation = ExplainCall.Run(call, image, caller, policies);
        var written = TableOutput.Write(
            context,
            targets,
            format =>
            {
                if (format == OutputFormat.Json)
                    return ExplainView.Json(explanation);
                using var text = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
                ExplainView.WriteText(text, explanation, context.OutIsTerminal && context.MayColor);
                return text.ToString();
            }
        );
        return written != ExitCodes.Done ? written
            : explanation.IsAllowed ? ExitCodes.Done
            : ExitCodes.No;
    }

    private static int Fail(CliContext context, DiagnosticBag bag, string? message)
    {
        context.PrintFindings(bag.ToSorted());
        if (bag.HasErrors)
            return ExitCodes.Errors;
        context.Error.WriteLine(message);
        return ExitCodes.BadCommandLine;
    }
}
