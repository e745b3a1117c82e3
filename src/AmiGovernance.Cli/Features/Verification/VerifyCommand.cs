using System.Collections.Immutable;
using System.CommandLine;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Features.Verification;
using AmiGovernance.Core.Policies.Declarative;

namespace AmiGovernance.Cli.Features.Verification;

/// <summary>The runbook's tests, and its checklist filled in.</summary>
internal static class VerifyCommand
{
    private const string DefaultInstanceType = "t3.micro";

    public static Command Create(CliContext context)
    {
        var config = CommonOptions.Config();
        var accounts = Accounts();
        var mode = new Option<string?>("--mode")
        {
            Description =
                "What to expect: audit_mode or enabled; default: as the attached policies say, else the configuration",
            HelpName = "MODE",
        };
        mode.AcceptOnlyFromAmong([.. AllowedImagesStates.EnforcementModes]);
        var approved = Images("--approved-image", "An image of a listed owner for the tests; default: one is picked");
        var other = Images(
            "--unapproved-image",
            "An image of an owner that is not listed; default: a public one is picked"
        );
        var launch = new Option<bool>("--launch")
        {
            Description = "Also launch instances for real, and end them at once",
        };
        var trail = new Option<bool>("--cloudtrail")
        {
            Description = "Also wait for CloudTrail's records of the calls, up to 15 minutes",
        };
        var instanceType = new Option<string>("--instance-type")
        {
            Description = "Of test launches; an x86_64 type",
            HelpName = "TYPE",
            DefaultValueFactory = _ => DefaultInstanceType,
        };
        var subnet = new Option<string?>("--subnet")
        {
            Description = "For test launches; default: the default VPC's",
            HelpName = "ID",
        };
        var output = CommonOptions.Output(CommonOptions.TableFormats);
        var command = new Command("verify", "Run the runbook's tests by dry run and fill in its checklist")
        {
            config,
            accounts,
            mode,
            approved,
            other,
            launch,
            trail,
            instanceType,
            subnet,
        };
        var aws = new AwsOptions(AwsOptions.Regions()).AddTo(command);
        command.Options.Add(output);
        command.SetAction(
            async (result, cancel) =>
            {
                using var connection = aws.Connect(result, context);
                var request = new VerificationRequest(
                    result.GetValue(config) ?? "",
                    result.GetValue(accounts),
                    [.. aws.Regions(result, connection)],
                    AllowedImagesStates.FromName(result.GetValue(mode)),
                    aws.RoleName(result)
                )
                {
                    ApprovedImages = result.GetValue(approved),
                    NotApprovedImages = result.GetValue(other),
                    Launch = result.GetValue(launch),
                    CloudTrail = result.GetValue(trail),
                };
                var calls = connection.VerificationCalls(
                    result.GetValue(instanceType) ?? DefaultInstanceType,
                    result.GetValue(subnet)
                );
                var bag = new DiagnosticBag();
                VerificationReport? report;
                using (var progress = new ProgressLine(context))
                    report = await new VerifyEnforcement(
                        connection.Organizations,
                        connection,
                        calls,
                        connection.CallRecords,
                        context.Files,
                        context.Time,
                        progress
                    ).Run(request, bag, cancel);
                context.PrintFindings(bag.ToSorted());
                if (report is null)
                    return ExitCodes.Errors;
                var written = TableOutput.Write(
                    context,
                    CommonOptions.Targets(result, output),
                    format =>
                        format switch
                        {
                            OutputFormat.Json => VerificationJson.Write(report),
                            OutputFormat.Markdown => VerificationView.Markdown(report),
                            _ => VerificationView.Text(report),
                        }
                );
                return written != ExitCodes.Done || bag.HasErrors ? ExitCodes.Errors
                    : report.HasUnexpected ? ExitCodes.No
                    : report.IsIncomplete ? ExitCodes.Incomplete
                    : ExitCodes.Done;
            }
        );
        return command;
    }

    private static Option<ImmutableArray<AccountId>> Accounts() =>
        new("--account")
        {
            Description =
                "An account to test in, may be given several times; default: each publisher and exception, and a workload for each set of our policies",
            HelpName = "ID",
            DefaultValueFactory = _ => [],
            Arity = ArgumentArity.ZeroOrMore,
            CustomParser = result =>
            {
                foreach (var token in result.Tokens.Where(t => !AccountId.IsValid(t.Value)))
                    result.AddError(
                        $"'{AmiGovernance.Core.Base.Text.Visible.Text(token.Value)}' is no account id; give 12 digits"
                    );
                return [.. result.Tokens.Where(t => AccountId.IsValid(t.Value)).Select(t => AccountId.Parse(t.Value))];
            },
        };

    private static Option<ImmutableArray<(string Region, string Image)>> Images(string name, string description) =>
        new(name)
        {
            Description = $"{description}; REGION=ID for one Region",
            HelpName = "ID",
            DefaultValueFactory = _ => [],
            Arity = ArgumentArity.ZeroOrMore,
            CustomParser = result =>
            {
                var images = result
                    .Tokens.Select(t => t.Value.Split('=', 2))
                    .Select(p => (Region: p.Length == 2 ? p[0] : "", Image: p[^1]))
                    .ToImmutableArray();
                foreach (var (_, image) in images.Where(i => !i.Image.StartsWith("ami-", StringComparison.Ordinal)))
                    result.AddError(
                        $"'{AmiGovernance.Core.Base.Text.Visible.Text(image)}' is no image id; it begins with ami-"
                    );
                return images;
            },
        };
}
