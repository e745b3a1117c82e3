using System.Collections.Immutable;
using System.Text;
using AmiGovernance.Core.Base.Text;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace AmiGovernance.Core.Features.Preflight.Trees;

/// <summary>
/// YAML as a tree, with tags and places. Only what the library says one event after the other is used: its own tree is built by recursion
/// without a bound.
/// </summary>
internal static class YamlTrees
{
    /// <summary>As for JSON.</summary>
    public const int MaxDepth = 64;

    /// <summary>In bytes. Kubernetes, CloudFormation and Ansible take files of one or two megabytes at most.</summary>
    public const int MaxBytes = 8 * 1024 * 1024;

    public static TreeFile Read(SourceText source)
    {
        if (source.Bytes.Length > MaxBytes)
            return new TreeFile(source, [], new TreeProblem(0, "the file is larger than 8 MB"));
        if (!System.Text.Unicode.Utf8.IsValid(source.Bytes.Span))
            return new TreeFile(source, [], new TreeProblem(0, "the file is not UTF-8"));
        var builder = new Builder(source);
        try
        {
            builder.ReadAll();
            return new TreeFile(source, builder.Documents, null);
        }
        catch (YamlException e)
        {
            return new TreeFile(source, builder.Documents, new TreeProblem(builder.Offset(e.Start), Reason(e)));
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or FormatException)
        {
            // What the library raises for text that it did not foresee.
            return new TreeFile(source, builder.Documents, new TreeProblem(builder.Last, "this is no YAML"));
        }
    }

    private static string Reason(YamlException e) => e is TooDeepException ? e.Message : $"this is no YAML: {First(e)}";

    private static string First(YamlException e) => e.Message.Split('\n')[0].TrimEnd('.', '\r');

    private sealed class TooDeepException(Mark at)
        : YamlException(at, at, $"values are nested more than {MaxDepth} deep");

    private sealed class Builder(SourceText source)
    {
        private readonly string text = Encoding.UTF8.GetString(source.Bytes.Span[(source.HasByteOrderMark ? 3 : 0)..]);
        private readonly ImmutableArray<TreeNode>.Builder documents = ImmutableArray.CreateBuilder<TreeNode>();
        private readonly Dictionary<string, TreeNode> anchors = new(StringComparer.Ordinal);
        private int[]? offsets;

        public ImmutableArray<TreeNode> Documents => documents.ToImmutable();

        public int Last { get; private set; }

        public void ReadAll()
        {
            var parser = new Parser(new StringReader(text));
            while (parser.MoveNext())
            {
                if (parser.Current is not DocumentStart)
                    continue;
                anchors.Clear();
                parser.MoveNext();
                documents.Add(ReadNode(parser, 0));
            }
        }

        private TreeNode ReadNode(Parser parser, int depth)
        {
            var start = parser.Current ?? throw new InvalidOperationException();
            Last = Offset(start.Start);
            if (depth > MaxDepth)
                throw new TooDeepException(start.Start);
            var node = start switch
            {
                Scalar scalar => Text(scalar),
                SequenceStart sequence => ReadList(parser, sequence, depth),
                MappingStart mapping => ReadMap(parser, mapping, depth),
                AnchorAlias alias => anchors.GetValueOrDefault(alias.Value.Value)
                    ?? throw new YamlException(alias.Start, alias.End, "an alias without its anchor"),
                _ => throw new InvalidOperationException(),
            };
            // An alias brings its own height.
            if (depth + node.Height > MaxDepth + 1)
                throw new TooDeepException(start.Start);
            if (start is NodeEvent { Anchor.IsEmpty: false } named)
                anchors[named.Anchor.Value] = node;
            return node;
        }

        private TreeText Text(Scalar scalar) =>
            new(Span(scalar.Start, scalar.End), scalar.Value)
            {
                Tag = TagOf(scalar),
                IsQuoted = scalar.Style is not (ScalarStyle.Plain or ScalarStyle.Any),
            };

        private TreeList ReadList(Parser parser, SequenceStart start, int depth)
        {
            var members = ImmutableArray.CreateBuilder<TreeNode>();
            while (Next(parser) is not SequenceEnd)
                members.Add(ReadNode(parser, depth + 1));
            return new TreeList(Span(start.Start, parser.Current!.End), members.ToImmutable())
            {
                Tag = TagOf(start),
                Height = 1 + members.Select(m => m.Height).DefaultIfEmpty(0).Max(),
            };
        }

        private TreeMap ReadMap(Parser parser, MappingStart start, int depth)
        {
            var members = ImmutableArray.CreateBuilder<TreeEntry>();
            while (Next(parser) is not MappingEnd)
            {
                var key = ReadNode(parser, depth + 1);
                Next(parser);
                var value = ReadNode(parser, depth + 1);
                members.Add(new TreeEntry(key.Text ?? "", key.Span, value));
            }
            return new TreeMap(Span(start.Start, parser.Current!.End), members.ToImmutable())
            {
                Tag = TagOf(start),
                Height = 1 + members.Select(m => m.Value.Height).DefaultIfEmpty(0).Max(),
            };
        }

        private static ParsingEvent Next(Parser parser) =>
            parser.MoveNext() && parser.Current is { } current ? current : throw new InvalidOperationException();

        private static string TagOf(NodeEvent node) => node.Tag.IsEmpty || node.Tag.IsNonSpecific ? "" : node.Tag.Value;

        private TextSpan Span(Mark start, Mark end) => TextSpan.Between(Offset(start), Offset(end));

        /// <summary>In bytes; the library counts UTF-16 units.</summary>
        public int Offset(Mark mark)
        {
            var unit = (int)Math.Clamp(mark.Index, 0, text.Length);
            var lead = source.HasByteOrderMark ? 3 : 0;
            if (source.Bytes.Length - lead == text.Length)
                return lead + unit;
            offsets ??= Offsets();
            return lead + offsets[unit];
        }

        private int[] Offsets()
        {
            var result = new int[text.Length + 1];
            for (var i = 0; i < text.Length; i++)
                result[i + 1] = result[i] + Width(text[i]);
            return result;
        }

        /// <summary>The two halves of a pair make four bytes together.</summary>
        private static int Width(char unit) =>
            unit switch
            {
                < '\u0080' => 1,
                < '\u0800' => 2,
                _ when char.IsSurrogate(unit) => 2,
                _ => 3,
            };
    }
}
