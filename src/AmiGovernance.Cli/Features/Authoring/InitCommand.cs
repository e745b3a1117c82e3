using System.CommandLine;
using System.CommandLine.Parsing;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Cli.Shell.Help;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Features.Authoring;
using AmiGovernance.Core.Features.Exceptions.Approvals;

namespace AmiGovernance.Cli.Features.Authoring;

/// <summary>Makes a new governance repository. Asks in a terminal; takes options in scripts. Overwrites nothing.</summary>
internal static class InitCommand
{
    private const string Comment = "  # ";
    private const int NarrowTerminal = 80;

    /// <param name="organization">What `--from-organization` begins with.</param>
    public static Command Create(CliContext context, IAllowListSource organization)
    {
        var options = new InitOptions();
        var command = new HelpedCommand(
            "init",
            "Make a new governance repository",
            new CommandHelp("amigov init governance --ops-account 123456738923", "config")
        );
        options.AddTo(command);
        organization.AddTo(command);
        command.AddCheck(result => Check(result, options, organization));
        command.SetAskingAction((result, cancel) => Run(result, options, context, organization, cancel));
        return command;
    }

    private static void Check(CommandResult result, InitOptions options, IAllowListSource organization)
    {
        if (options.Refreshes(result))
        {
            foreach (var name in options.OfNewRepository(result).Concat(organization.Given(result)))
                result.AddError($"'{name}' is for a new repository; it does not go with '--refresh'");
            return;
        }
        if (!result.GetValue(options.FromOrganization))
        {
            foreach (var name in organization.Given(result))
                result.AddError($"'{name}' goes with '{options.FromOrganization.Name}'");
            return;
        }
        organization.Check(result);
        foreach (var name in options.FoundOut(result))
            result.AddError($"'{name}' is found out by '{options.FromOrganization.Name}'; leave it out");
    }

    private static async Task<int> Run(
        ParseResult result,
        InitOptions options,
        CliContext context,
        IAllowListSource organization,
        CancellationToken cancel
    )
    {
        var arguments = options.Read(result);
        if (!result.GetValue(options.FromOrganization))
            return Run(arguments, context, cancel);
        if (await organization.Find(result, cancel) is not { } found)
            return ExitCodes.Errors;
        var written = Run(arguments with { Found = found.Entries }, context, cancel);
        if (written != ExitCodes.Done || found.IsWhole)
            return written;
        context.Error.WriteLine(
            "the allow list rests on a part of the organization: what could not be read is named above; when it can be,"
                + " `amigov discover --write` adds what is missing"
        );
        return ExitCodes.Incomplete;
    }

    internal static int Run(InitArguments arguments, CliContext context, CancellationToken cancel)
    {
        if (arguments.Refreshes)
            return InitRefresh.Run(arguments, context, cancel);
        var questions = new Questions(context, Ask: context.IsInteractive && !arguments.AsksNothing, cancel);
        if (new InitQuestions(arguments, questions).Ask(out var problem) is not { } config)
        {
            context.Error.WriteLine(problem);
            return ExitCodes.BadCommandLine;
        }
        var bag = new DiagnosticBag();
        var files = InitialRepository.Files(config);
        var request = new NewRepository(arguments.Folder, files, InitialRepository.ConfigPath, context.Time.Today());
        var written = CreateRepository.Run(request, context.Files, bag);
        context.PrintFindings(bag.ToSorted());
        if (!written)
            context.Error.WriteLine("nothing was written");
        if (bag.HasErrors)
            return ExitCodes.Errors;
        foreach (var file in files)
            context.Out.WriteLine($"✓ {arguments.Folder}/{file.Path}");
        context.Out.WriteLine($"✓ {arguments.Folder}/dist/ (audit mode)");
        var width = Math.Min(context.Width, NarrowTerminal);
        WriteNext(context.Hints(context.Out), arguments.Folder, config, width);
        return ExitCodes.Done;
    }

    /// <summary>All of it can be pasted: a remark is a comment on each of its lines.</summary>
    private static void WriteNext(TextWriter writer, string folder, InitialConfig config, int width)
    {
        writer.WriteLine();
        writer.WriteLine("Next:");
        if (folder != ".")
            writer.WriteLine($"  {ShellText.Of($"cd {Operand(folder)}")}");
        foreach (var (command, remark) in Steps(config))
        {
            foreach (var line in WordWrap.Of(remark, width - Comment.Length))
                writer.WriteLine($"{Comment}{line}");
            writer.WriteLine($"  {command}");
        }
    }

    /// <summary>A name that a program would take for an option, as a path.</summary>
    private static string Operand(string folder) => folder.StartsWith('-') ? $"./{folder}" : folder;

    private static IEnumerable<(string Command, string Remark)> Steps(InitialConfig config)
    {
        yield return ($"$EDITOR {InitialRepository.ConfigPath}", Missing(config));
        yield return ($"$EDITOR {Approvers.Path}", "who may ask and approve; then `amigov exception codeowners`");
        yield return ("amigov generate", "writes dist/ from the configuration");
        yield return ("amigov validate", "must pass");
        yield return ("amigov doctor", "credentials, permissions, the organization");
        yield return ("amigov impact", "what would not launch any more");
        yield return ("amigov plan", "what `amigov apply` would do, call by call");
        if (config.Tool is null)
            yield return (
                $"$EDITOR {InitialRepository.InstallScript}",
                "which amigov CI uses: CI fails until it says so"
            );
        if (config.GitLabImage == PinnedTool.NoImage)
            yield return ("$EDITOR .gitlab-ci.yml", "on GitLab: the image of its jobs");
        yield return ("git init -b main && git add -A && git commit -m 'AMI governance'", "all of it, then push it");
        yield return ("git remote set-head origin --auto", "after the push: who may approve is read from that branch");
        yield return (
            "amigov docs run-in-a-pipeline",
            "roles, variables and environment of CI: until then it only checks"
        );
    }

    private static string Missing(InitialConfig config)
    {
        var url = config.ExceptionRequestUrl is null ? ", where exceptions are requested" : "";
        return $"vendors, targets{url}; your editor completes the keys";
    }
}
