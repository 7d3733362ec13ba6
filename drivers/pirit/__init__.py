"""Registers that speak the Pirit protocol: Пирит 2Ф and 2СФ, Viki Mini, Viki Tower, Viki Print of Дримкас."""
