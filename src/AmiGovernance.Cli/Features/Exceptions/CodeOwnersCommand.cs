using System.CommandLine;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Cli.Shell.Help;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Features.Exceptions;
using AmiGovernance.Core.Features.Exceptions.Approvals;

namespace AmiGovernance.Cli.Features.Exceptions;

internal sealed record CodeOwnersArguments(string ConfigPath, bool CheckOnly);

internal static class CodeOwnersCommand
{
    public static Command Create(CliContext context)
    {
        var check = new Option<bool>("--check") { Description = "Write nothing; exit code 3 when CODEOWNERS is stale" };
        var config = CommonOptions.Config();
        var command = new HelpedCommand(
            "codeowners",
            "Check config/approvers.json and write CODEOWNERS from it",
            new CommandHelp("amigov exception codeowners --check", "exceptions")
        )
        {
            check,
            config,
        };
        command.SetAction(result =>
            Run(context, new CodeOwnersArguments(result.GetRequiredValue(config), result.GetValue(check)))
        );
        return command;
    }

    internal static int Run(CliContext context, CodeOwnersArguments arguments)
    {
        var bag = new DiagnosticBag();
        var outcome = WriteCodeOwners.Run(arguments.ConfigPath, arguments.CheckOnly, context.Files, bag);
        context.PrintFindings(bag.ToSorted());
        if (outcome is null || bag.HasErrors)
            return ExitCodes.Errors;

        context.Out.WriteLine(
            outcome switch
            {
                CodeOwnersOutcome.Stale => $"✗ Stale: {CodeOwners.Path}",
                CodeOwnersOutcome.Written => $"✓ Generated: {CodeOwners.Path}",
                _ => $"✓ {CodeOwners.Path} is up to date",
            }
        );
        if (outcome != CodeOwnersOutcome.Stale)
            return ExitCodes.Done;
        context.Error.WriteLine("run `amigov exception codeowners` and commit the result");
        return ExitCodes.No;
    }
}
