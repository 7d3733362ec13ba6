"""ЕГАИС: bottles are told to an УТМ (universal transport module) before the receipt that sells them."""
