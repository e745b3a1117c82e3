using System.Text;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Exceptions;
using AmiGovernance.Core.Features.Exceptions.Requests;

namespace AmiGovernance.Cli.Features.Exceptions;

/// <summary>Puts a request together from a file, the command line, and the answers of whoever sits there.</summary>
/// <param name="cancel">Ends the questions.</param>
internal sealed class RequestSource(CliContext context, RequestArguments arguments, CancellationToken cancel)
{
    /// <summary>Null with a report when the file cannot be read, or with a problem of the command line.</summary>
    /// <param name="problem">What the command line lacks or says twice; null for nothing.</param>
    public SourceText? Read(DiagnosticBag bag, out string? problem)
    {
        problem = null;
        if (arguments.From is not { } from)
            return Fill(new RequestDraft(), bag, out problem);
        if (context.Files.Read(from, bag) is not { } file)
            return null;

        var text = Encoding.UTF8.GetString(file.Bytes.Span);
        if (!IsJson(text))
            return Fill(RequestForm.Read(text), bag, out problem);
        if (arguments.Given.IsEmpty)
            return file;
        problem = "a request in JSON says everything itself: give `--from` or the fields, not both";
        return null;
    }

    private static bool IsJson(string text) => text.TrimStart('\uFEFF', ' ', '\t', '\r', '\n').StartsWith('{');

    private SourceText? Fill(RequestDraft start, DiagnosticBag bag, out string? problem)
    {
        var draft = start.With(arguments.Given);
        var questions = new Questions(context, Ask: context.IsInteractive && arguments.MayAsk, cancel);
        if (questions.Ask && SubmitRequest.Types(arguments.ConfigPath, context.Files, bag) is { } types)
            draft = new RequestQuestions(questions, types).Ask(draft);

        var missing = draft.Missing.Select(RequestOptions.Name).ToList();
        problem = missing.Count == 0 ? null : $"missing: {string.Join(", ", missing)}";
        return missing.Count == 0 ? draft.ToSource($"request {arguments.Ticket}") : null;
    }
}
