using System.CommandLine;
using AmiGovernance.Aws.Session;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Cli.Shell.Help;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Features.Authoring;
using AmiGovernance.Core.Features.Exceptions;
using AmiGovernance.Core.Features.Exceptions.Requests;
using AmiGovernance.Core.Features.Organizations;
using AmiGovernance.Core.Policies.Organizations;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Cli.Features.Exceptions;

/// <param name="Given">What the command line says of the request.</param>
/// <param name="From">A filled-in request; null for none.</param>
/// <param name="MayAsk">Whether a person who is there may be asked.</param>
/// <param name="OrganizationFile">Where accounts are looked up; null for none.</param>
/// <param name="Live">How to look them up in AWS; null for not.</param>
internal sealed record RequestArguments(
    string Ticket,
    RequestDraft Given,
    string? From,
    bool MayAsk,
    string ConfigPath,
    string? OrganizationFile,
    AwsSettings? Live,
    ImageUseFiles Use,
    bool Replace,
    bool Commit
);

/// <summary>Asks in a terminal; takes options in scripts, or a filled-in file.</summary>
internal static class RequestCommand
{
    public static Command Create(CliContext context)
    {
        var command = new HelpedCommand(
            "request",
            "Ask for an exception: check the request and write it to requests/",
            new CommandHelp("amigov exception request CLOUD-1234 --from form.txt", "exceptions")
        );
        var options = new RequestCommandOptions().AddTo(command);
        command.SetAskingAction((result, cancel) => Run(context, options.Of(result), cancel));
        return command;
    }

    internal static async Task<int> Run(CliContext context, RequestArguments arguments, CancellationToken cancel)
    {
        var bag = new DiagnosticBag();
        var source = new RequestSource(context, arguments, cancel).Read(bag, out var problem);
        if (problem is not null)
        {
            context.Error.WriteLine(problem);
            return bag.HasErrors ? ExceptionCommand.NothingWritten(context, bag) : ExitCodes.BadCommandLine;
        }
        if (source is null)
            return ExceptionCommand.NothingWritten(context, bag);

        var organization = await ReadOrganization(context, arguments, bag, cancel);
        if (arguments.Use.Read(context, bag) is not { } use || bag.HasErrors)
            return ExceptionCommand.NothingWritten(context, bag);
        var input = new SubmitInput(
            arguments.Ticket,
            source,
            arguments.ConfigPath,
            organization,
            use,
            arguments.Replace,
            arguments.Commit,
            request => RequestMarkdown.Render(request)
        );
        using var turn = RunLock.Wait(context, RunLock.Exceptions, "exception request");
        if (turn is null)
            return ExitCodes.Errors;
        if (
            CommonOptions.Git(context, bag) is not { } git
            || new SubmitRequest(context.Files, git, git, context.Time).Run(input, bag) is not { } done
        )
            return ExceptionCommand.NothingWritten(context, bag);

        context.PrintFindings(bag.ToSorted());
        Report(context, done, input);
        return bag.HasErrors ? ExitCodes.Errors : ExitCodes.Done;
    }

    /// <summary>Null when nobody is to look, and with a report when the file cannot be read.</summary>
    private static async Task<Organization?> ReadOrganization(
        CliContext context,
        RequestArguments arguments,
        DiagnosticBag bag,
        CancellationToken cancel
    )
    {
        if (arguments.Live is { } settings)
        {
            using var connection = context.Connect(settings);
            return await ReadAccounts.Run(connection.Organizations, cancel);
        }
        return OrganizationFile.Read(context.Files, arguments.OrganizationFile, bag);
    }

    private static void Report(CliContext context, Submitted done, SubmitInput input)
    {
        foreach (var path in done.Written)
            context.Out.WriteLine($"✓ {path}");
        if (done.CommitId is { } commit)
            context.Out.WriteLine($"✓ commit {CommitFacts.Short(commit)} (`git push` shares it)");
        NextStep.Write(context.Out, done.Status, done.Approvers);

        var account = done.Request.Account;
        if (input.Use.Looked)
            foreach (var line in UseText.Lines(input.Use, account, input.Use.Answer(account, null, null)))
                context.Out.WriteLine(line);
        if (input.Organization is null)
            context.Error.WriteLine(
                "not checked: whether the accounts are in the organization (`--live` asks AWS, `--org FILE` an organization file)"
            );
        if (!input.Use.Looked)
            context.Error.WriteLine("not checked: who launches the images (`--trail FILE`, `--db FILE`)");
    }
}
