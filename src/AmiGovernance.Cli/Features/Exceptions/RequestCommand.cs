using System.CommandLine;
using System.Text;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Exceptions;
using AmiGovernance.Core.Features.Exceptions.Requests;
using AmiGovernance.Core.Features.Organizations;
using AmiGovernance.Core.Policies.Organizations;

namespace AmiGovernance.Cli.Features.Exceptions;

/// <summary>Asks in a terminal; takes options in scripts, or a filled-in file.</summary>
internal static class RequestCommand
{
    public static Command Create(CliContext context)
    {
        var ticket = ExceptionCommand.Ticket();
        var fields = new RequestOptions();
        var from = new Option<string?>("--from")
        {
            Description = "A filled-in request: JSON, or the lines of the runbook's form",
            HelpName = "FILE",
        };
        var organization = new Option<string?>("--org")
        {
            Description = "An organization file, to look the accounts up in",
            HelpName = "FILE",
        };
        var live = new Option<bool>("--live") { Description = "Look the accounts up in AWS Organizations" };
        var use = new ImageUseOptions();
        var replace = new Option<bool>("--replace")
        {
            Description = "Write an existing request anew; what was decided on it is lost",
        };
        var noCommit = new Option<bool>("--no-commit") { Description = "Only write the files" };
        var yes = new Option<bool>("--yes", "-y") { Description = "Ask nothing" };
        var config = CommonOptions.Config();
        var command = new Command("request", "Ask for an exception: check the request and write it to requests/")
        {
            ticket,
        };
        fields.AddTo(command);
        foreach (var option in new Option[] { from, organization, live, replace, noCommit, yes, config })
            command.Options.Add(option);
        use.AddTo(command);
        var aws = new AwsOptions().AddTo(command);
        command.Validators.Add(result =>
        {
            if (result.GetValue(organization) is not null && result.GetValue(live))
                result.AddError("give --org or --live, not both");
        });
        command.SetAction(
            async (result, cancel) =>
            {
                var bag = new DiagnosticBag();
                var source = Source(
                    context,
                    result,
                    fields,
                    result.GetValue(ticket) ?? "",
                    result.GetValue(from),
                    result.GetValue(config) ?? "",
                    result.GetValue(yes),
                    bag
                );
                if (source is null && !bag.HasErrors)
                    return ExitCodes.BadCommandLine;
                if (source is null)
                    return Refused(context, bag);
                using var connection = result.GetValue(live) ? aws.Connect(result, context) : null;
                var accounts =
                    connection is not null ? await ReadAccounts.Run(connection.Organizations, cancel)
                    : result.GetValue(organization) is { } path && context.Files.Read(path, bag) is { } file
                        ? OrganizationReader.Read(file, bag)
                    : null;
                var known = use.Read(result, context, bag);
                if (known is null || bag.HasErrors)
                    return Refused(context, bag);
                var input = new SubmitInput(
                    result.GetValue(ticket) ?? "",
                    source,
                    result.GetValue(config) ?? "",
                    accounts,
                    known,
                    result.GetValue(replace),
                    !result.GetValue(noCommit),
                    RequestMarkdown.Render
                );
                if (
                    CommonOptions.Git(context, bag) is not { } git
                    || new SubmitRequest(context.Files, git, context.Time).Run(input, bag) is not { } done
                )
                    return Refused(context, bag);
                context.PrintFindings(bag.ToSorted());
                Report(context, done, input);
                return bag.HasErrors ? ExitCodes.Errors : ExitCodes.Done;
            }
        );
        return command;
    }

    private static int Refused(CliContext context, DiagnosticBag bag)
    {
        context.PrintFindings(bag.ToSorted());
        context.Error.WriteLine("nothing was written");
        return ExitCodes.Errors;
    }

    /// <summary>Null with a report when the file cannot be read, and without one when fields are missing that nobody can be asked for.</summary>
    private static SourceText? Source(
        CliContext context,
        ParseResult result,
        RequestOptions fields,
        string ticket,
        string? from,
        string config,
        bool yes,
        DiagnosticBag bag
    )
    {
        var draft = new RequestDraft();
        if (from is not null)
        {
            if (context.Files.Read(from, bag) is not { } file)
                return null;
            var text = Encoding.UTF8.GetString(file.Bytes.Span);
            if (text.TrimStart('\uFEFF', ' ', '\t', '\r', '\n').StartsWith('{'))
            {
                if (!fields.Any(result))
                    return file;
                context.Error.WriteLine(
                    "a request in JSON says everything itself: give `--from` or the fields, not both"
                );
                return null;
            }
            draft = RequestForm.Read(text);
        }
        draft = fields.Over(draft, result);
        var questions = new Questions(context, Ask: context.IsInteractive && !yes);
        if (questions.Ask && SubmitRequest.Types(config, context.Files, bag) is { } types)
            draft = RequestQuestions.Ask(questions, draft, types);
        var missing = fields.Missing(draft).ToList();
        if (missing.Count == 0)
            return draft.ToSource($"request {ticket}");
        context.Error.WriteLine($"not said: {string.Join(", ", missing)}");
        return null;
    }

    private static void Report(CliContext context, Submitted done, SubmitInput input)
    {
        foreach (var path in done.Written)
            context.Out.WriteLine($"✓ {path}");
        if (done.CommitId is { } commit)
            context.Out.WriteLine($"✓ commit {commit[..8]} (`git push` shares it)");
        CaseText.WriteNext(context.Out, done.Status, done.Sources);
        if (input.Use.Looked)
            foreach (
                var line in UseText.Lines(
                    input.Use,
                    done.Request.Account,
                    input.Use.Answer(done.Request.Account, null, null)
                )
            )
                context.Out.WriteLine(line);
        if (input.Organization is null)
            context.Error.WriteLine(
                "not looked: whether the accounts are in the organization (`--live` asks AWS, `--org FILE` an organization file)"
            );
        if (!input.Use.Looked)
            context.Error.WriteLine("not looked: who launches the images (`--trail FILE`, `--db FILE`)");
    }
}
