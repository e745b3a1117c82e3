using System.Collections.Immutable;
using System.Text;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Preflight.Found;

namespace AmiGovernance.Core.Features.Preflight.Shell;

/// <summary>
/// Finds images in calls of the AWS CLI in shell scripts. Variables are those that the script sets to a constant or a look-up.
/// </summary>
internal sealed class ScriptReader(ReferenceSink sink, SourceText source)
{
    private const string Language = "shell";

    private const int MaxBytes = 8 * 1024 * 1024;

    private static readonly (string Service, string Operation, string Option, string Action)[] Images =
    [
        ("ec2", "run-instances", "--image-id", ImageReference.RunInstances),
        ("ec2", "create-replace-root-volume-task", "--image-id", "ec2:CreateReplaceRootVolumeTask"),
        ("autoscaling", "create-launch-configuration", "--image-id", ImageReference.RunInstances),
        ("ec2", "copy-image", "--source-image-id", ImageReference.CopyImage),
        ("emr", "create-cluster", "--custom-ami-id", ImageReference.RunInstances),
    ];

    /// <summary>Options whose value is a document, in JSON or in the short form, with a member `ImageId`.</summary>
    private static readonly string[] Documents =
    [
        "--launch-template-data",
        "--launch-specification",
        "--spot-fleet-request-config",
        "--cli-input-json",
    ];

    private readonly ScriptVariables variables = new(source);
    private readonly List<(AwsCall Call, ImageUse Use)> lookups = [];

    public void Read()
    {
        if (source.Bytes.Length > MaxBytes)
        {
            sink.FileNotRead(source, 0, "the file is larger than 8 MB");
            return;
        }
        if (source.Bytes.Span.IndexOf("aws"u8) < 0 && source.Bytes.Span.IndexOf("ami-"u8) < 0)
            return;
        var commands = new ShellScanner(source.Bytes).ReadAll();
        foreach (var command in commands)
            ReadCommand(command);
        foreach (var (call, use) in lookups)
            ReadLookup(call, use);
        foreach (var command in commands)
            ReadLiterals(command);
    }

    private void ReadCommand(ImmutableArray<ShellWord> words)
    {
        foreach (var word in words)
        foreach (var inner in word.Inner)
            ReadCommand(inner);
        variables.Take(words);
        if (AwsCall.Read(words) is { } call)
            ReadCall(call);
    }

    private void ReadCall(AwsCall call)
    {
        var use = Use(call);
        foreach (var (service, operation, option, action) in Images)
            if (call.Service == service && call.Operation == operation)
                foreach (var word in call.Of(option))
                    sink.Take(variables.Evaluate(word), use with { Action = action });
        foreach (var document in Documents)
        foreach (var word in call.Of(document))
            ReadDocument(word, use);
        if (call is { Service: "ec2", Operation: "describe-images" })
            lookups.Add((call, use));
        ScriptRules.Check(sink, variables, call, At(call.Start));
    }

    private SourceLocation At(ShellWord word) => new(source, word.Span);

    private ImageUse Use(AwsCall call)
    {
        var region = call.Of("--region") is [var word] ? variables.Evaluate(word) : null;
        return new ImageUse(Language, $"aws {call.Service} {call.Operation}", At(call.Start))
        {
            Region = RegionTexts.Region(region),
            Edit = (place, other) => Edit(place, call, other),
        };
    }

    /// <summary>Only a launch takes a parameter (EC2 API reference, RunInstances, `ImageId`).</summary>
    private static TextFix? Edit(SourceLocation place, AwsCall call, Replacement other)
    {
        var isLaunch =
            call.Operation is "run-instances" or "create-launch-template" or "create-launch-template-version";
        var text = other.ImageId ?? (isLaunch ? other.Resolved : null);
        var written = place.Source.GetText(place.Span);
        return text is not null && written.Trim('"', '\'') is var bare && ImageId.IsValid(bare)
            ? TextFix.Guess($"write `{text}`", place.Span, written.Replace(bare, text, StringComparison.Ordinal))
            : null;
    }

    private void ReadLookup(AwsCall call, ImageUse use)
    {
        var lookup = variables.Lookup(call);
        // What a call took of it is there already.
        if (!sink.IsNamed(lookup.Place))
            sink.Take(new ResolvedImages(lookup.Place, lookup.Images()) { Written = "aws ec2 describe-images" }, use);
        LookupRules.Check(sink, lookup);
    }

    /// <summary>`"ImageId": "ami-…"` or `ImageId=ami-…`, wherever it stands.</summary>
    private void ReadDocument(ShellWord word, ImageUse use)
    {
        var bytes = source.Bytes.Span[word.Span.Start..word.Span.End];
        var name = bytes.IndexOf("ImageId"u8);
        if (name < 0)
            return;
        var start = name + "ImageId"u8.Length;
        while (start < bytes.Length && bytes[start] is (byte)'"' or (byte)'\\' or (byte)':' or (byte)'=' or (byte)' ')
            start++;
        var end = start;
        while (
            end < bytes.Length
            && bytes[end] is not ((byte)'"' or (byte)'\\' or (byte)',' or (byte)'}' or (byte)'\'' or (byte)' ')
        )
            end++;
        var text = Encoding.UTF8.GetString(bytes[start..end]);
        var value = new ShellWord(TextSpan.Between(word.Span.Start + start, word.Span.Start + end), text)
        {
            IsPlain = !text.Contains('$', StringComparison.Ordinal),
        };
        sink.Take(variables.Evaluate(value), use);
    }

    /// <summary>Ids that no call led to, such as those of variables that another script uses.</summary>
    private void ReadLiterals(ImmutableArray<ShellWord> words)
    {
        foreach (var word in words)
        {
            foreach (var inner in word.Inner)
                ReadLiterals(inner);
            var value = ScriptVariables.Assigned(word) ?? word;
            if (ImageId.IsValid(value.Text) && !sink.IsNamed(At(value)))
                sink.Take(new ResolvedText(At(value), value.Text), new ImageUse(Language, SubjectOf(words), At(value)));
        }
    }

    /// <summary>The call, or the variable that is set.</summary>
    private static string SubjectOf(ImmutableArray<ShellWord> words) =>
        words[0].Text == "aws" ? string.Join(' ', words.Take(3).Select(w => w.Text)) : words[0].Text.Split('=')[0];
}
