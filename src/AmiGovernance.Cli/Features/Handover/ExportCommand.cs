using System.CommandLine;
using AmiGovernance.Cli.Features.Rollout;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Cli.Shell.Help;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Handover;
using AmiGovernance.Core.Governance.Config;

namespace AmiGovernance.Cli.Features.Handover;

internal sealed record ExportArguments(ExportRequest Request, IReadOnlyList<OutputTarget> Targets);

/// <summary>Writes the files with which another system brings the policies to AWS.</summary>
internal static class ExportCommand
{
    private static readonly CommandHelp Help = new("amigov export terraform --org organization.json", "handover");

    public static Command Create(CliContext context)
    {
        var carrier = new Argument<string>("CARRIER") { Description = string.Join(", ", Carriers.Others) };
        carrier.AcceptOnlyFromAmong([.. Carriers.Others]);
        var config = CommonOptions.Config();
        var policies = RolloutOptions.Policies();
        var folder = new Option<string?>("--out")
        {
            Description = "The folder of the files; default: export/CARRIER",
            HelpName = "DIR",
        };
        var organization = new Option<string?>("--org")
        {
            Description = "The organization, by `amigov org export`: for names, for what exists, for stages",
            HelpName = "FILE",
        };
        var stages = RolloutOptions.Target(
            "Enforce here while the rest stays in audit mode, beside the stages that there are; may be given several times",
            "root, r-ab12, ou-ab12-abcd1234 or an account id"
        );
        var account = Account();
        var check = new Option<bool>("--check")
        {
            Description = "Write nothing; exit code 3 when the files are not as they would be written",
        };
        var output = CommonOptions.Output(["text", "json"]);
        var command = new HelpedCommand(
            "export",
            "Write the files with which another system deploys the policies",
            Help
        )
        {
            carrier,
            config,
            policies,
            folder,
            organization,
            stages,
            account,
            check,
            output,
        };
        command.SetAction(result => Run(Arguments(result), context));
        return command;

        ExportArguments Arguments(ParseResult result)
        {
            var name = result.GetRequiredValue(carrier);
            var request = new ExportRequest(
                Carriers.FromName(name)!.Value,
                result.GetValue(config) ?? "",
                result.GetValue(policies) ?? "",
                result.GetValue(folder) ?? $"export/{name}"
            )
            {
                OrganizationPath = result.GetValue(organization),
                Stages = [.. result.GetValue(stages) ?? []],
                Account = result.GetValue(account) is { } id ? AccountId.Parse(id) : null,
                CheckOnly = result.GetValue(check),
            };
            return new ExportArguments(request, CommonOptions.Targets(result, output));
        }
    }

    internal static int Run(ExportArguments arguments, CliContext context)
    {
        var (request, bag) = (arguments.Request, new DiagnosticBag());
        var export = new ExportPolicies(context.Files, context.Git, context.Time.Today()).Run(request, bag);
        var writing = new WriteExport(context.Files);
        if (export is not null && !request.CheckOnly && !bag.HasErrors)
            writing.Run(export, request.OutputFolder, bag);
        context.PrintFindings(bag.ToSorted());
        if (export is null || bag.HasErrors)
        {
            context.Error.WriteLine("nothing was written");
            return ExitCodes.Errors;
        }
        return request.CheckOnly
            ? ReportStale(context, writing.Stale(export, request.OutputFolder), request)
            : TableOutput.Write(context, arguments.Targets, ExportView.Of(context, export, request));
    }

    private static int ReportStale(CliContext context, IReadOnlyList<string> stale, ExportRequest request)
    {
        if (stale.Count == 0)
        {
            context.Out.WriteLine($"✓ {Sanitize.Text(request.OutputFolder)}/ is up to date");
            return ExitCodes.Done;
        }
        foreach (var path in stale)
            context.Out.WriteLine($"✗ Stale: {Sanitize.Text($"{request.OutputFolder}/{path}")}");
        context.Error.WriteLine(
            $"run {SuggestedCommand.Of($"amigov export {request.Carrier.Name()}")} with the same options, and commit the result"
        );
        return ExitCodes.No;
    }

    private static Option<string?> Account()
    {
        var account = new Option<string?>("--account")
        {
            Description = "The account in which a stack makes the policies; default: the management account",
            HelpName = "ID",
        };
        account.Validators.Add(result =>
        {
            foreach (var token in result.Tokens.Where(t => !AccountId.IsValid(t.Value)))
                result.AddError($"--account: '{Sanitize.Text(token.Value)}' is no account id, which has 12 digits");
        });
        return account;
    }
}
