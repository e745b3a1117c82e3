global using MarkdownText = AmiGovernance.Core.Base.Text.Escaped<AmiGovernance.Core.Base.Text.MarkdownFormat>;
