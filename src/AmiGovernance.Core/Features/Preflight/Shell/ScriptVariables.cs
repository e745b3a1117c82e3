using System.Collections.Immutable;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Preflight.Found;

namespace AmiGovernance.Core.Features.Preflight.Shell;

/// <summary>Variables of a script, as far as it sets them to constants or to what the AWS CLI looks up.</summary>
internal sealed class ScriptVariables(SourceText source)
{
    public const string LookupName = "aws ec2 describe-images";

    private const int MaxDepth = 20;

    private static readonly string[] Declaring = ["export", "local", "readonly", "declare", "typeset"];

    private readonly Dictionary<string, ImmutableArray<ShellWord>> set = new(StringComparer.Ordinal);
    private readonly HashSet<string> underWay = new(StringComparer.Ordinal);
    private int depth;

    private SourceLocation At(ShellWord word) => new(source, word.Span);

    /// <summary>Assignments at the beginning of a command, or of a declaration.</summary>
    public void Take(ImmutableArray<ShellWord> words)
    {
        foreach (var word in words)
        {
            if (Declaring.Contains(word.Text) || word.Text.StartsWith('-'))
                continue;
            if (Assigned(word) is not { } value)
                return;
            var name = word.Text[..word.Text.IndexOf('=', StringComparison.Ordinal)];
            set[name] = set.GetValueOrDefault(name, []).Add(value);
        }
    }

    /// <summary>The value of `NAME=value`; null for all other words.</summary>
    public static ShellWord? Assigned(ShellWord word)
    {
        var equals = word.Text.IndexOf('=', StringComparison.Ordinal);
        if (equals < 1 || !word.Text.AsSpan(0, equals).ContainsOnlyName())
            return null;
        // A name has neither quotes nor expansions, so that it is as long as it is written.
        var start = word.Span.Start + equals + 1;
        return word with { Text = word.Text[(equals + 1)..], Span = TextSpan.Between(start, word.Span.End) };
    }

    public Resolved Evaluate(ShellWord word)
    {
        if (word.IsPlain)
            return new ResolvedText(At(word), word.Text);
        var open = new ResolvedOpen(At(word), $"the value of `{ImageTexts.Shown(word.Text)}`");
        if (depth >= MaxDepth)
            return open;
        if (word is { Text: "$()", Inner: [var first, ..] })
            return OfCommand(first, open);
        if (NameOf(word.Text, out var otherwise) is not { } name)
            return open;
        // `NAME=${NAME:-default}` asks for what NAME was before.
        if (set.GetValueOrDefault(name, []) is not { IsEmpty: false } values || !underWay.Add(name))
            return otherwise is null ? open : new ResolvedDefault(Otherwise(word, otherwise, open), $"${name}");
        depth++;
        var all = values.Select(Evaluate).ToImmutableArray();
        depth--;
        underWay.Remove(name);
        return all is [var only] ? only : new ResolvedAny(At(word), all);
    }

    /// <summary>What stands in place of a variable that is not set, with what it holds itself.</summary>
    private Resolved Otherwise(ShellWord word, string text, Resolved open)
    {
        if (!text.Contains('$', StringComparison.Ordinal))
            return new ResolvedText(At(word), text);
        if (depth >= MaxDepth)
            return open;
        depth++;
        var value = Evaluate(word with { Text = text });
        depth--;
        return value;
    }

    /// <summary>The words whose texts a word stands for: those that its variable is set to, else itself.</summary>
    public ImmutableArray<ShellWord> Behind(ShellWord word) =>
        NameOf(word.Text, out _) is { } name && set.GetValueOrDefault(name, []) is { IsEmpty: false } values
            ? values
            : [word];

    /// <summary>`$NAME`, `${NAME}` or `${NAME:-default}`; null for all else.</summary>
    private static string? NameOf(string text, out string? otherwise)
    {
        otherwise = null;
        if (!text.StartsWith('$'))
            return null;
        var name = text[1..];
        if (name.StartsWith('{') && name.IndexOf('}', StringComparison.Ordinal) == name.Length - 1)
            name = name[1..^1];
        var mark = name.IndexOf(":-", StringComparison.Ordinal);
        if (mark > 0)
            (name, otherwise) = (name[..mark], name[(mark + 2)..]);
        return name.AsSpan().ContainsOnlyName() ? name : null;
    }

    private Resolved OfCommand(ImmutableArray<ShellWord> words, Resolved open)
    {
        if (AwsCall.Read(words) is not { } call)
            return open;
        if (call is { Service: "ec2", Operation: "describe-images" })
            return Lookup(call) is { Ids: { } ids } ? ids : Lookup(call).Found(LookupName);
        var names = call.Of("--name").Concat(call.Of("--names")).FirstOrDefault();
        var isParameter = call is { Service: "ssm", Operation: "get-parameter" or "get-parameters" };
        if (!isParameter || names is null)
            return open;
        var value = Evaluate(names);
        return ResolvedTexts.Texts(value) is [var path]
            ? ResolvedTexts.Resting(new ResolvedImages(path.Place, [new ImageOfParameter(path.Value)]), value)
            : open;
    }

    public ImageLookup Lookup(AwsCall call)
    {
        Resolved? All(ImmutableArray<ShellWord> words) =>
            words.IsEmpty ? null : new ResolvedList(At(words[0]), [.. words.Select(Evaluate)]);
        return new ImageLookup(At(call.Start))
        {
            Owners =
                All(call.Of("--owners"))
                ?? Filter(call, "owner-id")
                ?? Filter(call, "owner-alias")
                ?? (Resolved?)OtherFilters(call),
            Names = Filter(call, "name"),
            Ids = All(call.Of("--image-ids")) ?? Filter(call, "image-id"),
            TakesNewest = true,
        };
    }

    /// <summary>Filters in another form, such as JSON or a file, may name owners; null where there are none.</summary>
    private ResolvedOpen? OtherFilters(AwsCall call)
    {
        string[] options = ["--filters", "--filter", "--cli-input-json", "--cli-input-yaml"];
        foreach (var word in options.SelectMany(o => call.Of(o)))
            if (!word.Text.StartsWith("Name=", StringComparison.Ordinal))
                return new ResolvedOpen(At(word), $"which owners `{ImageTexts.Shown(word.Text)}` asks for");
        return null;
    }

    /// <summary>`Name=name,Values=a,b`.</summary>
    private ResolvedList? Filter(AwsCall call, string name)
    {
        foreach (var word in call.Of("--filters").Concat(call.Of("--filter")))
        {
            var lead = $"Name={name},Values=";
            if (!word.Text.StartsWith(lead, StringComparison.Ordinal))
                continue;
            var values = word.Text[lead.Length..].Trim('[', ']').Split(',');
            return new ResolvedList(
                At(word),
                [
                    .. values.Select(v =>
                        Evaluate(word with { Text = v, IsPlain = !v.Contains('$', StringComparison.Ordinal) })
                    ),
                ]
            );
        }
        return null;
    }
}

internal static class ShellNames
{
    /// <summary>POSIX, 3.216, "Name".</summary>
    public static bool ContainsOnlyName(this ReadOnlySpan<char> text)
    {
        if (text.IsEmpty || char.IsAsciiDigit(text[0]))
            return false;
        foreach (var c in text)
            if (!char.IsAsciiLetterOrDigit(c) && c != '_')
                return false;
        return true;
    }
}
