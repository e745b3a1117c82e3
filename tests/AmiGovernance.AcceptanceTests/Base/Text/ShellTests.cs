using AmiGovernance.AcceptanceTests.Support;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.TestSupport.Hostile;

namespace AmiGovernance.AcceptanceTests.Base.Text;

/// <summary>Shells judge what is a word.</summary>
public sealed class ShellTests
{
    [Theory]
    [InlineData("sh")]
    [InlineData("bash")]
    public void A_shell_sees_each_value_as_one_word(string shell)
    {
        var values = ShellWords.HostileValues;
        var words = Escaped<ShellFormat>.Concat(values.Select(v => Escaped<ShellFormat>.Of($" {v}")));
        var command = Escaped<ShellFormat>.Of($"printf '%s\\0'{words}");
        var seen = Tool.Run(shell, ["-c", command]).Split('\0');
        Assert.Equal(values.Select(Sanitize.Text), seen[..^1]);
        Assert.Equal(seen[..^1], ShellWords.Split(command).Skip(2));
    }
}
