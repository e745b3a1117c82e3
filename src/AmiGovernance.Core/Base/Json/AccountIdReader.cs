using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;

namespace AmiGovernance.Core.Base.Json;

/// <summary>Reads account ids. What spreadsheets and people make of one is reported with the id that was most likely meant.</summary>
internal static class AccountIdReader
{
    private const int Digits = 12;

    public static AccountId? Read(ObjectReader reader, JsonNode node)
    {
        if (node is JsonString text && AccountId.TryParse(text.Value, out var id))
            return id;
        if (node is JsonString wrong)
            ReportText(reader, wrong);
        else if (node is JsonNumber number)
            ReportNumber(reader, number);
        else
            ObjectReader.ReportWrongType(reader.Tree, node, "a string of 12 digits", reader.Bag);
        return null;
    }

    private static void ReportNumber(ObjectReader reader, JsonNumber node)
    {
        if (!node.Text.All(char.IsAsciiDigit) || node.Text.Length > Digits)
        {
            ReportOther(reader, node, node.Text);
            return;
        }
        var isWhole = node.Text.Length == Digits;
        var padded = node.Text.PadLeft(Digits, '0');
        reader.Report(
            ConfigDiagnostics.AccountId,
            node,
            $"the account id `{node.Text}` is a number; it must be a string of 12 digits",
            isWhole ? "put it in double quotes" : "numbers lose leading zeros: check that this is the account you mean",
            Fix(node, padded) with
            {
                IsSafe = isWhole,
            }
        );
    }

    private static void ReportText(ObjectReader reader, JsonString node)
    {
        var written = node.Value;
        var digits = new string([.. written.Where(char.IsAsciiDigit)]);
        var hasSeparatorsOnly = written.All(c => char.IsAsciiDigit(c) || c is ' ' or '-');
        if (hasSeparatorsOnly && digits.Length == Digits)
            reader.Report(
                ConfigDiagnostics.AccountId,
                node,
                $"`{written}` is not an account id",
                "write the 12 digits without spaces or hyphens",
                Fix(node, digits)
            );
        else if (digits == written && digits.Length is > 0 and < Digits)
            reader.Report(
                ConfigDiagnostics.AccountId,
                node,
                $"`{written}` has {Plural.Of(digits.Length, "digit")}; an account id has 12",
                "a spreadsheet or a number field may have dropped leading zeros: check that this is the account you mean",
                Fix(node, digits.PadLeft(Digits, '0')) with
                {
                    IsSafe = false,
                }
            );
        else
            ReportOther(reader, node, written);
    }

    private static void ReportOther(ObjectReader reader, JsonNode node, string written) =>
        reader.Report(ConfigDiagnostics.AccountId, node, $"`{written}` is not an account id: 12 digits are needed");

    private static TextFix Fix(JsonNode node, string id) => new($"write \"{id}\"", node.Span, $"\"{id}\"");
}
