using System.CommandLine;
using System.Text;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Cli.Shell.Help;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Governance.Generation;

namespace AmiGovernance.Cli.Features.Manual;

/// <summary>Pages of the manual, from what `--help` says.</summary>
internal static class ManCommand
{
    public static Command Create(CliContext context)
    {
        var words = CommandWords.Argument();
        var folder = new Option<string?>("--dir")
        {
            Description = "Write the pages of the command and of all below it to this folder, a file each",
            HelpName = "DIR",
        };
        var help = new CommandHelp("amigov man --dir share/man/man1", "commands");
        var command = new HelpedCommand("man", "Print the page of the manual of a command, for `man -l -`", help)
        {
            words,
            folder,
        };
        command.SetAction(result =>
        {
            var program = result.RootCommandResult.Command;
            return CommandWords.Find(context, program, result.GetValue(words) ?? []) is { } found
                ? Run(context, found, result.GetValue(folder))
                : ExitCodes.BadCommandLine;
        });
        return command;
    }

    private static int Run(CliContext context, Command command, string? folder)
    {
        if (folder is not null)
            return Write(context, folder, HelpSheets.All(command).Select(HelpSheets.Of));
        context.Document.Write(Page(context, HelpSheets.Of(command)));
        return ExitCodes.Done;
    }

    private static int Write(CliContext context, string folder, IEnumerable<HelpSheet> sheets)
    {
        var bag = new DiagnosticBag();
        GeneratedFile[] files =
        [
            .. sheets.Select(s => new GeneratedFile(ManPage.FileName(s), Encoding.UTF8.GetBytes(Page(context, s)))),
        ];
        context.Files.Write(folder, files, bag);
        context.PrintFindings(bag.ToSorted());
        return bag.HasErrors ? ExitCodes.Errors : ExitCodes.Done;
    }

    private static string Page(CliContext context, HelpSheet sheet) => ManPage.Of(sheet, context.Version);
}
